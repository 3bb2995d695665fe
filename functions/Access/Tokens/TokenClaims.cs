namespace FunctionsPlatform.Access;

/// <summary>Names of the claims in our own tokens.</summary>
internal static class TokenClaims
{
    public const string Subject = "sub";
    public const string TokenId = "jti";
    public const string Kind = "kind";
    public const string Workspace = "workspace";
    public const string Role = "role";
    public const string Plan = "plan";
}
