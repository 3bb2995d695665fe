using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Joins;

/// <summary>Finds the tables that a query joins by one key where another would do as well: home team and away team.</summary>
internal static class JoinAmbiguity
{
    /// <summary>The keys of which one was taken without a reason; empty when every join was decided.</summary>
    public static IReadOnlyList<JoinEdge> In(ReadQuery query, JoinGraph graph, IReadOnlySet<string> said) =>
        Pairs(query).Select(pair => graph.Undecided(pair.From, pair.To, said)).FirstOrDefault(rivals => rivals.Count > 0) ?? [];

    private static IEnumerable<(IndexedTable From, IndexedTable To)> Pairs(ReadQuery query) => query switch
    {
        SetQuery set => Pairs(set.Left).Concat(Pairs(set.Right)),
        SelectQuery select => select.Joins.Select(join => (join.From.Column.Table, join.To.Column.Table)).Concat(Pairs(select.Where)),
        _ => [],
    };

    private static IEnumerable<(IndexedTable From, IndexedTable To)> Pairs(Condition? condition) => condition switch
    {
        AllOf all => all.Conditions.SelectMany(Pairs),
        AnyOf any => any.Conditions.SelectMany(Pairs),
        InQuery { Value: ColumnValue value, Query: { Items: [{ Expression: ColumnValue item }, ..] } query } =>
            Pairs(query).Append((item.Column.Table, value.Column.Table)),
        NoMatch match => Pairs(match.Query).Append((match.Keys[0].Inside.Column.Table, match.Keys[0].Outside.Column.Table)),
        _ => [],
    };
}
