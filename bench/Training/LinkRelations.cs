using FunctionsPlatform.Translation.Embedded.Parsing;

namespace Bench.Training;

/// <summary>What a relation becomes when the network is not to see that a word names something, so that it learns to do without.</summary>
internal static class LinkRelations
{
    public static int[] Weakest { get; } = [.. Enumerable.Range(0, (int)LinkRelation.Count).Select(at => (int)Of((LinkRelation)at))];

    private static LinkRelation Of(LinkRelation relation) => relation switch
    {
        >= LinkRelation.WordTable and <= LinkRelation.WordIsTable => LinkRelation.WordTable,
        >= LinkRelation.TableWord and <= LinkRelation.TableIsWord => LinkRelation.TableWord,
        >= LinkRelation.WordColumn and <= LinkRelation.WordIsColumn => LinkRelation.WordColumn,
        >= LinkRelation.ColumnWord and <= LinkRelation.ColumnIsWord => LinkRelation.ColumnWord,
        _ => relation,
    };
}
