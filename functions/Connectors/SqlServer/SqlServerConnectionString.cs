using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace FunctionsPlatform.Connectors.SqlServer;

/// <summary>What the driver is told: https://learn.microsoft.com/sql/connect/ado-net/connection-string-syntax.</summary>
internal static class SqlServerConnectionString
{
    /// <summary>Characters in the name of a database or a login, and in a password.</summary>
    public const int LongestValue = 128;

    public static string For(ConnectionSettings settings, IPAddress address, int port, TimeSpan connectTimeout, ApplicationIntent intent = ApplicationIntent.ReadOnly)
    {
        var verifies = settings.SslMode is null or "verify-ca" or "verify-full"; // the driver's own default verifies, too
        var connection = new SqlConnectionStringBuilder
        {
            // The protocol is named, or the driver would try others; with a port it asks no browser service.
            DataSource = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"tcp:[{address}],{port}" : $"tcp:{address},{port}",
            InitialCatalog = settings.Database,
            UserID = settings.Username,
            Password = settings.Password ?? "",
            Encrypt = settings.SslMode == "disable" ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Mandatory,
            TrustServerCertificate = !verifies,
            ApplicationIntent = intent,
            MultipleActiveResultSets = false,
            Enlist = false,
            PersistSecurityInfo = false,
            ConnectTimeout = (int)connectTimeout.TotalSeconds,
            ConnectRetryCount = 0, // a connection restored in silence would have lost its transaction
            PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock, // a server that came back is found at the next call
            MaxPoolSize = 20,
            ApplicationName = "FunctionsPlatform",
            WorkstationID = "FunctionsPlatform", // in place of this machine's name
        };
        // The certificate is for the name, while the connection goes to the address.
        if (verifies)
            connection.HostNameInCertificate = settings.Host;
        return connection.ConnectionString;
    }
}
