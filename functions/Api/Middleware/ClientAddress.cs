using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Where a request comes from, as far as that can be known.</summary>
internal static class ClientAddress
{
    private const int SubnetBytes = 8;

    /// <param name="header">The header in which a front end tells it, where there is one.</param>
    /// <returns>
    /// Null when all that is seen is this machine: behind the Functions host every request comes from there. Of an IPv6 address its /64 network, which one
    /// caller has as a whole.
    /// </returns>
    public static string? Of(HttpContext http, string? header)
    {
        var address = (header is { Length: > 0 } ? Told(http.Request.Headers[header].ToString()) : null) ?? http.Connection.RemoteIpAddress;
        if (address is null || IPAddress.IsLoopback(address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, SubnetBytes))
            : address.ToString();
    }

    // Of several, the last is the one that the front end itself saw.
    private static IPAddress? Told(string value) =>
        IPEndPoint.TryParse(value[(value.LastIndexOf(',') + 1)..].Trim(), out var told) ? told.Address : null;
}
