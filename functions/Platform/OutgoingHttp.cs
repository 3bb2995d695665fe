using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FunctionsPlatform.Platform;

/// <summary>Thrown inside an <see cref="HttpRequestException"/> where the address is one that this deployment does not connect to.</summary>
public sealed class AddressRefusedException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}

/// <summary>HTTP to addresses that tenants choose: every connection, also after a redirect, goes to an address that <see cref="AddressPolicy"/> allows.</summary>
public static class OutgoingHttp
{
    /// <summary>For <see cref="IHttpClientFactory.CreateClient"/>.</summary>
    public const string ClientName = "outgoing";

    public static IServiceCollection AddOutgoingHttp(this IServiceCollection services)
    {
        services.AddAddressPolicy();
        services.AddHttpClient(ClientName).ConfigurePrimaryHttpMessageHandler(provider => Handler(provider.GetRequiredService<AddressPolicy>()));
        return services;
    }

    public static IServiceCollection AddAddressPolicy(this IServiceCollection services)
    {
        services.AddOptions<OutgoingOptions>().BindConfiguration(OutgoingOptions.Section);
        services.TryAddSingleton<AddressPolicy>();
        return services;
    }

    /// <summary>Without a proxy, which would look names up itself, and without cookies, which tenants would share.</summary>
    public static SocketsHttpHandler Handler(AddressPolicy policy) => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(policy, context.DnsEndPoint, cancellationToken),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxAutomaticRedirections = 5,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseProxy = false,
        UseCookies = false,
    };

    private static async ValueTask<Stream> ConnectAsync(AddressPolicy policy, System.Net.DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (!(await policy.ResolveAsync(target.Host, cancellationToken)).Succeeded(out var addresses, out var refusal))
            throw new AddressRefusedException(refusal);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
