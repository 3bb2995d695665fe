using System.Net.Sockets;
using System.Text;

namespace Emulator.Tests;

/// <summary>Requests byte by byte, for what an HTTP client would tidy up.</summary>
internal static class RawHttp
{
    /// <summary>Sends the lines as a request and reads until the server closes; ask it to with <c>Connection: close</c>.</summary>
    public static async Task<string> SendAsync(Uri address, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
