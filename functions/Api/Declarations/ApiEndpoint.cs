using System.Reflection;
using FunctionsPlatform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Declarations;

/// <summary>What an HTTP function declares of itself, read once from its attributes.</summary>
public sealed class ApiEndpoint
{
    public const long DefaultMaxBodySize = 1024 * 1024;

    internal ApiEndpoint(MethodInfo method, string name, HttpTriggerAttribute trigger)
        : this(method, method.GetCustomAttribute<SameAsAttribute>()?.Original ?? method, name, trigger)
    {
        if (method.GetCustomAttribute<OrAsAttribute>() is { } or)
            Other = new ApiEndpoint(method, or.Other, name, trigger);
    }

    private ApiEndpoint(MethodInfo method, MethodInfo declaration, string name, HttpTriggerAttribute trigger)
    {
        Method = method;
        Declaration = declaration;
        Name = name;
        Route = trigger.Route ?? name;
        Verbs = [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())];
        Permission = Declaration.GetCustomAttribute<RequirePermissionAttribute>()?.Permission;
        PermissionPart = Permission is { } permission && Permissions.IsWrite(permission) ? Permissions.PartOf(permission, Part()) : null;
        IsAnonymous = Declaration.IsDefined(typeof(AllowAnonymousAttribute));
        IsLimitedByAddress = Declaration.IsDefined(typeof(LimitedByAddressAttribute));
        IsIdempotent = Declaration.IsDefined(typeof(IdempotentAttribute));
        MaxBodySize = Declaration.GetCustomAttribute<MaxBodySizeAttribute>()?.Bytes ?? DefaultMaxBodySize;
    }

    public MethodInfo Method { get; }

    /// <summary>The method whose attributes say what the function answers: its own, or that of the function it is the same as.</summary>
    public MethodInfo Declaration { get; }

    /// <summary>What another API declares of the same function, where it answers there too.</summary>
    public ApiEndpoint? Other { get; }

    /// <summary>The function's name. Where routes overlap, the name that sorts first answers.</summary>
    public string Name { get; }

    /// <summary>The route's template, without a leading slash.</summary>
    public string Route { get; }

    /// <summary>In capitals; empty when the function takes any.</summary>
    public IReadOnlyList<string> Verbs { get; }

    public string? Permission { get; }

    /// <summary>The part of a permission to write that is enough: to create, to update or to delete, as the verb says.</summary>
    public string? PermissionPart { get; }

    /// <summary>Whether a caller has the permission, or the part of it that is enough.</summary>
    public bool IsOpenTo(Principal caller) =>
        Permission is null || caller.Can(Permission) || (PermissionPart is not null && caller.Can(PermissionPart));

    public bool IsAnonymous { get; }

    public bool IsLimitedByAddress { get; }

    public bool IsIdempotent { get; }

    public long MaxBodySize { get; }

    /// <summary>Whether this answers what no other function does.</summary>
    public bool IsCatchAll => Route.StartsWith("{*", StringComparison.Ordinal);

    // What is posted to one thing, such as to start it, and makes no other, changes that thing.
    private string Part() => Verbs switch
    {
        ["DELETE"] => "delete",
        ["POST"] when MakesSomething() => "create",
        _ => "update",
    };

    private bool MakesSomething() =>
        Declaration.GetCustomAttributes<ReturnsAttribute>().Any(returns => returns.Status == StatusCodes.Status201Created)
        || TemplateParser.Parse(Route).Parameters.All(parameter => parameter.Name == "workspaceId");
}
