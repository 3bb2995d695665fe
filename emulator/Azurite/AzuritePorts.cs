using System.Net;
using System.Net.Sockets;

namespace Emulator.Azurite;

/// <summary>The loopback ports of Azurite's three services.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    // The account and key that every Azurite has, printed in its documentation.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The ports that <c>UseDevelopmentStorage=true</c> stands for.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{Blob}/{Account};QueueEndpoint=http://127.0.0.1:{Queue}/{Account};" +
        $"TableEndpoint=http://127.0.0.1:{Table}/{Account}";

    private int[] All => [Blob, Queue, Table];

    public override string ToString() => $"ports {Blob} (blobs), {Queue} (queues) and {Table} (tables)";

    /// <summary>Reads <c>free</c>, or three ports such as <c>10000,10001,10002</c>.</summary>
    public static AzuritePorts Parse(string text)
    {
        if (text == "free")
            return Free();
        return text.Split(',') is [var blob, var queue, var table]
            ? new AzuritePorts(int.Parse(blob), int.Parse(queue), int.Parse(table))
            : throw new FormatException($"Emulator:AzuritePorts is '{text}': give 'free', or three ports such as '10000,10001,10002'.");
    }

    /// <summary>Three ports that nothing used a moment ago.</summary>
    public static AzuritePorts Free()
    {
        TcpListener[] listeners = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0)];
        try
        {
            var ports = new int[listeners.Length];
            for (var i = 0; i < listeners.Length; i++)
            {
                listeners[i].Start();
                ports[i] = ((IPEndPoint)listeners[i].LocalEndpoint).Port;
            }

            return new AzuritePorts(ports[0], ports[1], ports[2]);
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }

    /// <summary>Whether something accepts connections on all three.</summary>
    public async Task<bool> AreListeningAsync(CancellationToken cancellationToken = default)
    {
        foreach (var port in All)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            }
            catch (SocketException)
            {
                return false;
            }
        }

        return true;
    }
}
