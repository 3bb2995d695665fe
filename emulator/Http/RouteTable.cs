using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Emulator.Http;

/// <summary>
/// Finds the first route, in the order of function names, whose path, constraints and verb match: the host's rule, which knows no
/// precedence of literals over parameters. A tree over path segments leaves few routes to compare.
/// </summary>
internal sealed class RouteTable
{
    private readonly RouteNode _root = new();
    private readonly List<(HttpRoute Route, TemplateMatcher Matcher)> _irregular = [];

    public RouteTable(IEnumerable<HttpRoute> routes)
    {
        foreach (var route in routes)
        {
            if (RouteNode.CanHold(route.Pattern))
                _root.Add(route);
            else
                _irregular.Add((route, new TemplateMatcher(new RouteTemplate(route.Pattern), new(route.Pattern.Defaults))));
        }
    }

    public RouteMatch? Match(string verb, string path)
    {
        if (path.Contains("//", StringComparison.Ordinal))
            return null;
        var search = new RouteSearch(verb, path);
        search.Visit(_root, path.StartsWith('/') ? 1 : 0);
        foreach (var (route, matcher) in _irregular)
        {
            var values = new RouteValueDictionary();
            if (search.IsBetter(route) && matcher.TryMatch(path, values))
                search.Consider(route, values);
        }

        return search.Best;
    }
}
