using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Connections;

/// <summary>Section <c>Connections</c>.</summary>
public sealed class ConnectionOptions
{
    public const string Section = "Connections";

    /// <summary>How long a test waits for the database.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan TestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one discovery may take; what was found by then is used.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:03:00")]
    public TimeSpan DiscoveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The age at which a discovered schema is discovered anew.</summary>
    public TimeSpan SchemaMaxAge { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long an opened connection, with its password, stays in memory.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RecordCache { get; set; } = TimeSpan.FromSeconds(15);
}
