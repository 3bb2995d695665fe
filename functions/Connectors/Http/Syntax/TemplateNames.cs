using FunctionsPlatform.Connectors.Http.Liquid;

namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>What templates at one place can read, so that a misspelt name is told when it is written.</summary>
/// <param name="Members">The roots, each with its members; null where any member may be there.</param>
internal sealed record TemplateNames(IReadOnlyDictionary<string, IReadOnlySet<string>?> Members)
{
    public static TemplateNames None { get; } = new(new Dictionary<string, IReadOnlySet<string>?>());

    /// <summary>Roots of any members.</summary>
    public TemplateNames With(params string[] roots) => roots.Aggregate(this, (names, root) => names.With(root, (IReadOnlySet<string>?)null));

    public TemplateNames With(string root, IReadOnlySet<string>? members) => new(new Dictionary<string, IReadOnlySet<string>?>(Members) { [root] = members });

    public IEnumerable<string> Problems(LiquidTemplate template)
    {
        foreach (var variable in template.Variables)
        {
            if (!Members.TryGetValue(variable.Root, out var members))
                yield return $"A template here cannot read '{variable.Root}'; it can read {string.Join(", ", Members.Keys)}.";
            else if (variable.Member is { } member && members?.Contains(member) == false)
                yield return $"There is no '{variable.Root}.{member}'.";
        }
    }
}
