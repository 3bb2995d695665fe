using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Emulator;

/// <summary>Where the running app answers HTTP. Known once the host has started.</summary>
public sealed class EmulatorAddress(IServer server)
{
    public Uri Uri => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address)
        : throw new InvalidOperationException("The host has not started: start it before asking for its address.");
}
