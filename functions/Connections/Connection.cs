using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connections;

/// <summary>A database that a workspace may ask. Its password is in the secret store and nowhere else.</summary>
public sealed record Connection(Guid Id, WorkspaceId Workspace, string Type, string Name, string Database, DateTimeOffset CreatedAt)
{
    public string? Host { get; init; }

    public int? Port { get; init; }

    public string? Username { get; init; }

    public string? SslMode { get; init; }

    /// <summary>The schema that its tables are looked for in first; null for the database's own choice.</summary>
    public string? Schema { get; init; }

    public string? Description { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>What the latest test found; null before the first.</summary>
    public ConnectionTest? LastTest { get; init; }

    public ConnectionStatus Status => LastTest switch
    {
        null => ConnectionStatus.Untested,
        { Error: null } => ConnectionStatus.Active,
        _ => ConnectionStatus.Failing,
    };

    internal string SecretId => $"connection/{Id:N}/password";

    internal ConnectionSettings SettingsWith(string? password) => new(Database, Host, Port, Username, password, SslMode);
}

public enum ConnectionStatus
{
    Untested,
    Active,
    Failing,
}

/// <param name="Error">Why it failed; null when it succeeded.</param>
public sealed record ConnectionTest(DateTimeOffset At, TimeSpan Latency, string? ServerVersion, string? Error);

/// <summary>What a caller gives to make a connection.</summary>
public sealed record NewConnection(string Type, string Name, ConnectionSettings Settings)
{
    public string? Schema { get; init; }

    public string? Description { get; init; }

    /// <summary>Whether another connection may have the same name.</summary>
    public bool MayShareName { get; init; } = true;

    private const int MaximumName = 200;
    private const int MaximumText = 1_000;

    /// <summary>What is wrong besides what the connector itself will say.</summary>
    internal IEnumerable<FieldError> Check()
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return new FieldError("$.name", "A connection needs a name.");
        else if (Name.Length > MaximumName)
            yield return new FieldError("$.name", $"A name has at most {MaximumName} characters.");
        if (Settings.Port is < 1 or > 65_535)
            yield return new FieldError("$.port", "A port is a number from 1 to 65535.");
        foreach (var (field, text) in new[] { ("host", Settings.Host), ("database", Settings.Database), ("username", Settings.Username), ("password", Settings.Password) })
        {
            if (text?.Length > MaximumText)
                yield return new FieldError($"$.{field}", $"At most {MaximumText} characters.");
        }
    }
}

/// <summary>What changes of a connection; null leaves a part as it is.</summary>
/// <param name="Settings">The whole of them; a password that is null stays.</param>
public sealed record ConnectionChange(string? Name = null, ConnectionSettings? Settings = null, string? Schema = null, string? Description = null);
