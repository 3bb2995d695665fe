using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Declarations;

/// <summary>Every HTTP function of the app.</summary>
public sealed class ApiEndpoints
{
    private readonly FrozenDictionary<string, ApiEndpoint> _byName;
    private readonly (TemplateMatcher Matcher, ApiEndpoint Endpoint)[] _routes;

    private ApiEndpoints(IEnumerable<ApiEndpoint> endpoints)
    {
        All = [.. endpoints.OrderBy(endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase)];
        _byName = All.ToFrozenDictionary(endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase);
        _routes = [.. All.Where(endpoint => !endpoint.IsCatchAll)
            .Select(endpoint => (new TemplateMatcher(TemplateParser.Parse(endpoint.Route), []), endpoint))];
    }

    /// <summary>In the order in which the host tries their routes.</summary>
    public IReadOnlyList<ApiEndpoint> All { get; }

    public static ApiEndpoints Of(Assembly assembly) => new(
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select new ApiEndpoint(method, function.Name, trigger));

    public ApiEndpoint Named(string function) => _byName[function];

    /// <summary>The verbs that a path answers; none when there is no such path.</summary>
    public IReadOnlyList<string> VerbsAt(PathString path) =>
    [
        .. _routes.Where(route => route.Matcher.TryMatch(path, new RouteValueDictionary()))
            .SelectMany(route => route.Endpoint.Verbs).Distinct().Order(StringComparer.Ordinal),
    ];
}
