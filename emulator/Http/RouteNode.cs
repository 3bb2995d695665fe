using Microsoft.AspNetCore.Routing.Patterns;

namespace Emulator.Http;

/// <summary>A place in the tree of templates: the routes that end here, and what may follow.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<string, RouteNode> _literals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RouteNode>.AlternateLookup<ReadOnlySpan<char>> _literalsBySpan;

    public RouteNode() => _literalsBySpan = _literals.GetAlternateLookup<ReadOnlySpan<char>>();

    public List<HttpRoute> Routes { get; } = [];

    public List<HttpRoute> CatchAlls { get; } = [];

    public RouteNode? Parameter { get; private set; }

    /// <summary>Whether a template is made of whole segments only, without default values.</summary>
    public static bool CanHold(RoutePattern pattern) =>
        pattern.Defaults.Count == 0 && pattern.PathSegments.All(segment => segment.IsSimple);

    public RouteNode? FindLiteral(ReadOnlySpan<char> segment) => _literalsBySpan.TryGetValue(segment, out var node) ? node : null;

    public void Add(HttpRoute route)
    {
        var node = this;
        foreach (var segment in route.Pattern.PathSegments)
        {
            if (segment.Parts[0] is RoutePatternParameterPart parameter)
            {
                if (parameter.IsCatchAll)
                {
                    node.CatchAlls.Add(route);
                    return;
                }

                if (parameter.IsOptional)
                    node.Routes.Add(route);
                node = node.Parameter ??= new RouteNode();
            }
            else
            {
                node = node.Literal(((RoutePatternLiteralPart)segment.Parts[0]).Content);
            }
        }

        node.Routes.Add(route);
    }

    private RouteNode Literal(string segment)
    {
        if (!_literals.TryGetValue(segment, out var node))
            _literals[segment] = node = new RouteNode();
        return node;
    }
}
