using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Access;

/// <summary>Section <c>RateLimits</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>False switches limiting off, in local runs only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long storage may take to answer; after that an instance counts alone for a while.</summary>
    public TimeSpan StorageTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests a minute from one address to one endpoint that needs no credential, such as signing in.</summary>
    [Range(1, 100_000)]
    public int AnonymousPerMinute { get; set; } = 20;

    /// <summary>
    /// The header in which a front end tells the client's address, such as <c>X-Azure-ClientIP</c> of Azure Front Door. Only for deployments that nobody reaches
    /// round that front end, since others could send any.
    /// </summary>
    public string? ClientAddressHeader { get; set; }

    /// <summary>Plans by name: further ones, or built-in ones with other limits.</summary>
    public IDictionary<string, PlanOptions> Plans { get; } = new Dictionary<string, PlanOptions>();

    /// <summary>The plan of that name, or null.</summary>
    public Plan? Find(string name) => Plans.TryGetValue(name, out var configured)
        ? new Plan(name, configured.PerMinute, configured.PerDay, configured.PerSecond)
        : FunctionsPlatform.Access.Plans.BuiltIn.GetValueOrDefault(name);
}

public sealed class PlanOptions
{
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; }

    [Range(1, int.MaxValue)]
    public int? PerDay { get; set; }

    [Range(1, 1_000_000)]
    public int? PerSecond { get; set; }
}
