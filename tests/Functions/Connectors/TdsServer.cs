using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FunctionsPlatform.Tests.Connectors;

/// <summary>
/// Speaks enough of TDS 7.4 without TLS (https://learn.microsoft.com/openspecs/windows_protocols/ms-tds) to log a client in and to answer batches from a script.
/// It stands for no SQL Server: it shows what the connector sends, and what it makes of an answer.
/// </summary>
internal sealed class TdsServer : IDisposable
{
    private const byte Batch = 1, Response = 4, Attention = 6, Login = 16, PreLogin = 18;

    private readonly TcpListener _listener;
    private readonly List<string> _batches = [];
    private int _logins;

    public TdsServer(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What follows the acknowledged login.</summary>
    public byte[] AfterLogin { get; init; } = [];

    /// <summary>The answer to a batch; null for one that runs until it is cancelled.</summary>
    public Func<string, byte[]?> Answer { get; init; } = _ => [];

    public IReadOnlyList<string> Batches
    {
        get
        {
            lock (_batches)
                return [.. _batches];
        }
    }

    public int Logins => Volatile.Read(ref _logins);

    public TdsServer Start()
    {
        _ = AcceptAsync();
        return this;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        try
        {
            while (true)
            {
                var (type, body) = await ReadAsync(stream);
                if (Reply(type, body) is { } reply)
                    await WriteAsync(stream, reply);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
        }
    }

    private byte[]? Reply(byte type, byte[] body)
    {
        switch (type)
        {
            case PreLogin:
                // VERSION, ENCRYPTION (2: not supported), MARS (off), as offsets from the start and lengths, and then what they point at.
                return [0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 4, 0, 23, 0, 1, 255, 16, 0, 3, 232, 0, 0, 2, 0];
            case Login:
                Interlocked.Increment(ref _logins);
                byte[] acknowledged = [1, 0x74, 0, 0, 4, .. Short("Scripted"), 16, 0, 3, 232];
                return [0xAD, .. Int16(acknowledged.Length), .. acknowledged, .. AfterLogin, .. Done()];
            case Batch:
                var text = Encoding.Unicode.GetString(body[BinaryPrimitives.ReadInt32LittleEndian(body)..]);
                lock (_batches)
                    _batches.Add(text);
                return Answer(text) is { } answer ? [.. answer, .. Done()] : null;
            case Attention:
                lock (_batches)
                    _batches.Add("(attention)");
                return Done(status: 0x20);
            default:
                return Done();
        }
    }

    private static async Task<(byte Type, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        using var body = new MemoryStream();
        var header = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(header);
            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length];
            await stream.ReadExactlyAsync(part);
            body.Write(part);
        }
        while ((header[1] & 1) == 0);
        return (header[0], body.ToArray());
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] body)
    {
        var header = new byte[8];
        (header[0], header[1], header[6]) = (Response, 1, 1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(body.Length + header.Length));
        await stream.WriteAsync((byte[])[.. header, .. body]);
    }

    /// <summary>The end of an answer.</summary>
    private static byte[] Done(short status = 0) => [0xFD, .. Int16(status), 0, 0, .. new byte[8]];

    public static byte[] Error(int number, byte severity, string message, int line)
    {
        byte[] body = [.. Int32(number), 1, severity, .. Long(message), .. Short("scripted"), .. Short(""), .. Int32(line)];
        return [0xAA, .. Int16(body.Length), .. body];
    }

    /// <summary>Tells the client to log in elsewhere.</summary>
    public static byte[] Route(string host, int port)
    {
        byte[] target = [0, .. Int16(port), .. Long(host)];
        byte[] body = [20, .. Int16(target.Length), .. target, 0, 0];
        return [0xE3, .. Int16(body.Length), .. body];
    }

    /// <summary>A rowset of one row. A column is its type (TYPE_INFO), its name and its value as the protocol writes them.</summary>
    public static byte[] Row(params (byte[] Type, string Name, byte[] Value)[] columns) =>
    [
        0x81, .. Int16(columns.Length), .. columns.SelectMany(column => (byte[])[0, 0, 0, 0, 1, 0, .. column.Type, .. Short(column.Name)]),
        0xD1, .. columns.SelectMany(column => column.Value),
    ];

    public static (byte[] Type, string Name, byte[] Value) Text(string name, string value) =>
        ([0xE7, .. Int16(8000), 9, 4, 0xD0, 0, 0x34], name, [.. Int16(value.Length * 2), .. Encoding.Unicode.GetBytes(value)]);

    public static byte[] Int16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Int32(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    /// <summary>Text with its length in one byte.</summary>
    public static byte[] Short(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    /// <summary>Text with its length in two bytes.</summary>
    public static byte[] Long(string text) => [.. Int16(text.Length), .. Encoding.Unicode.GetBytes(text)];

    public void Dispose() => _listener.Dispose();
}
