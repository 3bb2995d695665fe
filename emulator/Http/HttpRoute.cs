using Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Http;

/// <summary>An HTTP function's route: template, verbs and constraints.</summary>
internal sealed class HttpRoute
{
    private readonly string[]? _verbs;
    private readonly List<(string Parameter, IRouteConstraint Constraint)> _constraints;

    public HttpRoute(HostedFunction function, int order, string prefix)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger.Attribute;
        Function = function;
        Order = order;
        AuthLevel = trigger.AuthLevel;
        Pattern = RoutePatternFactory.Parse($"{prefix}/{trigger.Route ?? function.Name}".Trim('/'));
        HasCatchAll = Pattern.Parameters.Any(parameter => parameter.IsCatchAll);
        Endpoint = new RouteEndpoint(_ => Task.CompletedTask, Pattern, order, EndpointMetadataCollection.Empty, function.Name);
        _verbs = trigger.Methods is { Length: > 0 } methods ? [.. methods.Select(method => method.ToUpperInvariant())] : null;
        _constraints = RouteConstraints.Of(Pattern);
    }

    public HostedFunction Function { get; }

    /// <summary>The place of the function in name order: of all routes that match, the one with the least is taken.</summary>
    public int Order { get; }

    public AuthorizationLevel AuthLevel { get; }

    public RoutePattern Pattern { get; }

    public Endpoint Endpoint { get; }

    public bool HasCatchAll { get; }

    public bool Allows(string verb)
    {
        if (_verbs is null)
            return true;
        foreach (var allowed in _verbs)
        {
            if (string.Equals(allowed, verb, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    public bool Accepts(RouteValueDictionary values)
    {
        foreach (var (parameter, constraint) in _constraints)
        {
            if (values.ContainsKey(parameter) && !constraint.Match(null, null, parameter, values, RouteDirection.IncomingRequest))
                return false;
        }

        return true;
    }
}

/// <summary>The route that answers a request, with the values its path gave.</summary>
internal readonly record struct RouteMatch(HttpRoute Route, RouteValueDictionary Values);
