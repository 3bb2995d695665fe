using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Api.AiSquared;

public sealed record LoginRequest(
    [property: StringLength(254, MinimumLength = 1)] string Email,
    [property: StringLength(128, MinimumLength = 1)] string Password)
{
    public override string ToString() => nameof(LoginRequest);
}

/// <summary>The token as a JSON:API resource whose id is the token itself.</summary>
public sealed record LoginToken(string Type, string Id, LoginAttributes Attributes)
{
    public override string ToString() => nameof(LoginToken);
}

public sealed record LoginAttributes(string Token)
{
    public override string ToString() => nameof(LoginAttributes);
}

public sealed record SignedOut(string Message);
