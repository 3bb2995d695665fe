using System.Net;
using System.Net.Sockets;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Platform;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("0:0:0:0:0:0:0:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("fd00:ec2::254")]
    public async Task An_address_inside_is_refused(string host) => Assert.Equal("address_refused", (await ResolveAsync(Policy(), host)).Error.Code);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public async Task A_public_address_passes(string host) => Assert.Equal([IPAddress.Parse(host)], (await ResolveAsync(Policy(), host)).Value);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("::1")]
    public async Task Private_addresses_pass_where_the_deployment_allows_them(string host) =>
        Assert.Single((await ResolveAsync(Policy(allowPrivate: true), host)).Value);

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("0.0.0.0")]
    public async Task The_host_s_own_services_are_refused_even_then(string host) =>
        Assert.Equal("address_refused", (await ResolveAsync(Policy(allowPrivate: true), host)).Error.Code);

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused() =>
        Assert.Equal("address_refused", (await ResolveAsync(Policy(answers: ["8.8.8.8", "10.0.0.1"]), "mixed.example")).Error.Code);

    [Fact]
    public async Task A_name_without_an_address_is_told_so()
    {
        var policy = new AddressPolicy(Options.Create(new OutgoingOptions()), (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var error = (await ResolveAsync(policy, "nowhere.example")).Error;
        Assert.Equal((ErrorKind.ConnectionFailed, "host_not_found"), (error.Kind, error.Code));
    }

    internal static AddressPolicy Policy(bool allowPrivate = false, params string[] answers) => new(
        Options.Create(new OutgoingOptions { AllowPrivateAddresses = allowPrivate }),
        (_, _) => Task.FromResult(answers.Select(IPAddress.Parse).ToArray()));

    private static async Task<Result<IPAddress[]>> ResolveAsync(AddressPolicy policy, string host) => await policy.ResolveAsync(host, CancellationToken.None);
}
