using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors;

/// <summary>What the connectors do alike whose databases are servers: a host that a tenant chose is looked up once, judged, and connected to by its address.</summary>
public abstract class ServerConnector(AddressPolicy addresses, TimeProvider clock) : DatabaseConnector(clock)
{
    private static readonly string[] SslModes = ["disable", "prefer", "require", "verify-ca", "verify-full"];

    public override IReadOnlyList<FieldError> Validate(ConnectionSettings settings)
    {
        var errors = new List<FieldError>();
        // Sockets, named pipes and lists of hosts go by other spellings, and lead round the address policy.
        if (Uri.CheckHostName(settings.Host ?? "") == UriHostNameType.Unknown)
            errors.Add(new FieldError("host", "Give a host name or an IP address."));
        if (settings.Port is < 1 or > 65_535)
            errors.Add(new FieldError("port", "Give a port from 1 to 65535."));
        if (string.IsNullOrWhiteSpace(settings.Database))
            errors.Add(new FieldError("database", "Name the database."));
        if (string.IsNullOrWhiteSpace(settings.Username))
            errors.Add(new FieldError("username", "Name the user."));
        if (settings.SslMode is { } mode && !SslModes.Contains(mode))
            errors.Add(new FieldError("ssl_mode", $"Use one of {string.Join(", ", SslModes)}."));
        return errors;
    }

    /// <summary>Opens a session at one address of the host. Certificates are checked against the host's name.</summary>
    protected abstract Task<DatabaseSession> OpenAsync(ConnectionSettings settings, IPAddress address, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Opens a connection for writing at one address of the host, by the same rules.</summary>
    protected abstract Task<DbConnection> OpenToWriteAsync(ConnectionSettings settings, IPAddress address, CancellationToken cancellationToken);

    protected sealed override Task<DatabaseSession> OpenAsync(ConnectionSettings settings, TimeSpan timeout, CancellationToken cancellationToken) =>
        AtHostAsync(settings, address => OpenAsync(settings, address, timeout, cancellationToken), cancellationToken);

    protected sealed override async Task<WriteSession> OpenToWriteAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        new(await AtHostAsync(settings, address => OpenToWriteAsync(settings, address, cancellationToken), cancellationToken));

    private async Task<T> AtHostAsync<T>(ConnectionSettings settings, Func<IPAddress, Task<T>> open, CancellationToken cancellationToken)
    {
        if (Validate(settings) is [var first, ..])
            throw new ConnectorException(ConnectorFailure.Unreachable, first.Message);
        var resolved = await addresses.ResolveAsync(settings.Host!, cancellationToken);
        if (!resolved.Succeeded(out var candidates, out var refusal))
            throw new ConnectorException(ConnectorFailure.Unreachable, refusal.Message);

        foreach (var address in candidates[..^1])
        {
            try
            {
                return await open(address);
            }
            catch (Exception exception) when (exception.GetBaseException() is SocketException)
            {
                // The next address may answer: localhost is ::1 and 127.0.0.1, and servers often listen on one of them.
            }
        }
        return await open(candidates[^1]);
    }
}
