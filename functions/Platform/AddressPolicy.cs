using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Platform;

/// <summary>Section <c>Outgoing</c>: which addresses the platform connects to when a tenant names them.</summary>
public sealed class OutgoingOptions
{
    public const string Section = "Outgoing";

    /// <summary>For local development, and for deployments inside a network whose databases have private addresses.</summary>
    public bool AllowPrivateAddresses { get; set; }
}

/// <summary>Decides whether the platform may connect to a host that a tenant chose. Connect to the addresses it answers, so that a second look-up cannot change them.</summary>
/// <param name="resolve">Looks a name up; null for the system's resolver.</param>
public sealed class AddressPolicy(IOptions<OutgoingOptions> options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    private static readonly IPNetwork[] Never = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "192.0.0.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", // 168.63.129.16: Azure's own host service
        "::/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128",
        "2001::/32", "64:ff9b:1::/48"); // Teredo and local NAT64 carry IPv4 addresses in forms that vary

    private static readonly IPNetwork[] Private = Networks(
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
        "::1/128", "fc00::/7", "fec0::/10");

    /// <summary>The addresses of a host, none of them forbidden; refuses when one is, or when there is none.</summary>
    public async ValueTask<Result<IPAddress[]>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            addresses = [];
        }
        if (addresses.Length == 0)
            return new ApiError(ErrorKind.ConnectionFailed, "host_not_found", $"The host '{host}' has no address.");
        if (!addresses.All(Allows))
            return new ApiError(ErrorKind.ConnectionFailed, "address_refused", $"The host '{host}' has an address that this deployment does not connect to.");
        return addresses;
    }

    public bool Allows(IPAddress address)
    {
        var real = Unwrap(address);
        return !Contains(Never, real) && (options.Value.AllowPrivateAddresses || !Contains(Private, real));
    }

    /// <summary>The IPv4 address inside an IPv6 one: mapped, compatible, NAT64 (RFC 6052) or 6to4 (RFC 3056), since packets to those arrive there.</summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return new IPAddress(bytes.AsSpan(12, 4));
        if (Compatible.Contains(address) && bytes.AsSpan(12, 3).ContainsAnyExcept((byte)0))
            return new IPAddress(bytes.AsSpan(12, 4));
        if (SixToFour.Contains(address))
            return new IPAddress(bytes.AsSpan(2, 4));
        return new IPAddress(bytes); // without the scope, which networks do not compare
    }

    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] ranges) => [.. ranges.Select(IPNetwork.Parse)];
}
