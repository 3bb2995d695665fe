using System.Reflection;
using FunctionsPlatform.Access;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Declarations;

/// <summary>What an HTTP function declares of itself, read once from its attributes.</summary>
public sealed class ApiEndpoint
{
    public const long DefaultMaxBodySize = 1024 * 1024;

    internal ApiEndpoint(MethodInfo method, string name, HttpTriggerAttribute trigger)
    {
        Method = method;
        Name = name;
        Route = trigger.Route ?? name;
        Verbs = [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())];
        Permission = method.GetCustomAttribute<RequirePermissionAttribute>()?.Permission;
        IsAnonymous = method.IsDefined(typeof(AllowAnonymousAttribute));
        IsLimitedByAddress = method.IsDefined(typeof(LimitedByAddressAttribute));
        IsIdempotent = method.IsDefined(typeof(IdempotentAttribute));
        MaxBodySize = method.GetCustomAttribute<MaxBodySizeAttribute>()?.Bytes ?? DefaultMaxBodySize;
    }

    /// <summary>The function, for what only the documentation asks of it.</summary>
    public MethodInfo Method { get; }

    /// <summary>The function's name. Where routes overlap, the name that sorts first answers.</summary>
    public string Name { get; }

    /// <summary>The route's template, without a leading slash.</summary>
    public string Route { get; }

    /// <summary>In capitals; empty when the function takes any.</summary>
    public IReadOnlyList<string> Verbs { get; }

    public string? Permission { get; }

    public bool IsAnonymous { get; }

    public bool IsLimitedByAddress { get; }

    public bool IsIdempotent { get; }

    public long MaxBodySize { get; }

    /// <summary>Whether this answers what no other function does.</summary>
    public bool IsCatchAll => Route.StartsWith("{*", StringComparison.Ordinal);
}
