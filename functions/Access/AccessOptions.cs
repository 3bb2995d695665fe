using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Access;

/// <summary>Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Who our tokens say issued them: the public address of this deployment.</summary>
    [Required]
    public string Issuer { get; set; } = "http://localhost:7071";

    /// <summary>Whom our tokens are for.</summary>
    [Required]
    public string Audience { get; set; } = "functions-platform";

    /// <summary>Life of a token got with client credentials.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ClientTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Life of a token got by signing in.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan UserTokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many days one key signs, before the next takes over.</summary>
    [Range(1, 365)]
    public int SigningKeyDays { get; set; } = 30;

    /// <summary>How long an instance may go on accepting a credential that was revoked elsewhere.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CredentialCache { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>SHA-256, in hex, of the key that may create the first workspaces and keys. Empty: there is no such key.</summary>
    [RegularExpression("^([0-9a-fA-F]{64})?$", ErrorMessage = "Access:BootstrapKeyHash is the SHA-256 of the key in 64 hex digits.")]
    public string BootstrapKeyHash { get; set; } = "";

    /// <summary>E-mail address of the owner of a first organization and workspace: invited at the start of a deployment that has no user. Empty: nobody is.</summary>
    [RegularExpression("^([^@\\s]+@[^@\\s]+)?$", ErrorMessage = "Access:FirstOwner is an e-mail address.")]
    public string FirstOwner { get; set; } = "";

    /// <summary>How long an invitation can be accepted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Days that the audit log is kept.</summary>
    [Range(1, 3_650)]
    public int AuditDays { get; set; } = 400;

    /// <summary>Identity providers whose tokens are accepted.</summary>
    public IList<OpenIdIssuerOptions> OpenIdIssuers { get; } = [];
}

/// <summary>One identity provider whose tokens are accepted, and what they open.</summary>
public sealed class OpenIdIssuerOptions
{
    /// <summary>The tokens' <c>iss</c>, exactly. Its discovery document is at <c>/.well-known/openid-configuration</c> below, unless <see cref="JwksUri"/> is set.</summary>
    [Required]
    public string Authority { get; set; } = "";

    /// <summary>Where the provider's keys are, for providers without a discovery document.</summary>
    public Uri? JwksUri { get; set; }

    /// <summary>The tokens' <c>aud</c>.</summary>
    [Required]
    public string Audience { get; set; } = "";

    /// <summary>The claim that decides the workspace: its value is looked up in <see cref="Workspaces"/>.</summary>
    [Required]
    public string WorkspaceClaim { get; set; } = "aud";

    /// <summary>Values of the claim, and the workspace (id or number) that each opens.</summary>
    public IDictionary<string, string> Workspaces { get; } = new Dictionary<string, string>();

    /// <summary>The claim that names the role (<see cref="Roles"/>), where the provider sets one.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>The role of tokens without a role claim.</summary>
    [Required]
    public string DefaultRole { get; set; } = Roles.Viewer;
}
