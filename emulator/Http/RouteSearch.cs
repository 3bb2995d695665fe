using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Emulator.Http;

/// <summary>One walk through the tree for a request, keeping the best match so far.</summary>
internal ref struct RouteSearch(string verb, string path)
{
    private HttpRoute? _route;
    private RouteValueDictionary? _values;

    public readonly RouteMatch? Best => _route is null ? null : new RouteMatch(_route, _values!);

    public readonly bool IsBetter(HttpRoute route) => (_route is null || route.Order < _route.Order) && route.Allows(verb);

    public void Visit(RouteNode node, int start)
    {
        foreach (var route in node.CatchAlls)
            Consider(route);
        if (start >= path.Length)
        {
            foreach (var route in node.Routes)
                Consider(route);
            return;
        }

        var end = path.IndexOf('/', start);
        if (end < 0)
            end = path.Length;
        if (node.FindLiteral(path.AsSpan(start, end - start)) is { } literal)
            Visit(literal, end + 1);
        if (node.Parameter is { } parameter)
            Visit(parameter, end + 1);
    }

    public void Consider(HttpRoute route, RouteValueDictionary values)
    {
        if (!route.Accepts(values))
            return;
        _route = route;
        _values = values;
    }

    private void Consider(HttpRoute route)
    {
        if (IsBetter(route))
            Consider(route, ReadValues(route.Pattern));
    }

    private readonly RouteValueDictionary ReadValues(RoutePattern pattern)
    {
        var values = new RouteValueDictionary();
        if (pattern.Parameters.Count == 0)
            return values;

        var start = 1;
        foreach (var segment in pattern.PathSegments)
        {
            if (start >= path.Length)
                break;
            var end = path.IndexOf('/', start);
            if (end < 0)
                end = path.Length;
            if (segment.Parts[0] is RoutePatternParameterPart parameter)
                values[parameter.Name] = parameter.IsCatchAll ? path[start..] : path[start..end];
            start = end + 1;
        }

        return values;
    }
}
