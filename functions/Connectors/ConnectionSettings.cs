namespace FunctionsPlatform.Connectors;

/// <summary>How to reach one database. Holds the password: never logged, never serialised outside the secret store.</summary>
/// <param name="Database">Its name; for a file database the file's name relative to the directory that the deployment allows.</param>
/// <param name="SslMode">One of <c>disable</c>, <c>prefer</c>, <c>require</c>, <c>verify-ca</c>, <c>verify-full</c>; null for the connector's default.</param>
public sealed record ConnectionSettings(
    string Database,
    string? Host = null,
    int? Port = null,
    string? Username = null,
    string? Password = null,
    string? SslMode = null)
{
    public override string ToString() => $"{Host}:{Port}/{Database}";
}
