using System.Reflection;
using FunctionsPlatform.Platform;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>
/// A server may send the driver on to another address, as Azure SQL does at each login, and the driver asks nobody. Where connections may not go to that address, they
/// get neither a row nor the reason of a failure from there.
/// </summary>
internal static class SqlServerRoute
{
    /// <summary>The driver tells the address only in exceptions. Should these members move, no connection is opened, and the tests say so.</summary>
    private static readonly PropertyInfo Inner = Member(typeof(SqlConnection), "InnerConnection");
    private static readonly PropertyInfo Destination = Member(typeof(SqlConnection).Assembly.GetType("Microsoft.Data.SqlClient.Connection.SqlConnectionInternal"), "RoutingDestination");

    public static async Task CheckAsync(SqlConnection connection, AddressPolicy addresses, CancellationToken cancellationToken)
    {
        if (await RefusalAsync((string?)Destination.GetValue(Inner.GetValue(connection)), addresses, cancellationToken) is not { } refusal)
            return;
        SqlConnection.ClearPool(connection);
        throw refusal;
    }

    public static Task<ConnectorException?> RefusalAsync(SqlException failure, AddressPolicy addresses, CancellationToken cancellationToken) =>
        RefusalAsync(failure.Data["RoutingDestination"] as string, addresses, cancellationToken);

    /// <param name="destination">A host and a port: <c>name,11000</c>.</param>
    private static async Task<ConnectorException?> RefusalAsync(string? destination, AddressPolicy addresses, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(destination))
            return null;
        var resolved = await addresses.ResolveAsync(destination.Split(',', '\\')[0].Trim('[', ']'), cancellationToken);
        return resolved.Succeeded(out _, out var refusal) ? null : new ConnectorException(ConnectorFailure.Unreachable, refusal.Message);
    }

    private static PropertyInfo Member(Type? type, string name) =>
        type?.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic) ?? throw new MissingMemberException(type?.Name, name);
}
