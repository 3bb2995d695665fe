using System.Runtime.CompilerServices;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Joins;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>What of a schema is looked up by word: tables, columns, stored values, and what a workspace calls them. Made once for a catalogue and what is known of it.</summary>
internal sealed class SchemaIndex
{
    private static readonly SchemaKnowledge NoKnowledge = new([], []);
    private static readonly ConditionalWeakTable<SchemaCatalog, ConditionalWeakTable<SchemaKnowledge, SchemaIndex>> Known = [];

    private SchemaIndex(SchemaCatalog catalog, SchemaKnowledge knowledge)
    {
        Catalog = catalog;
        var names = knowledge.Names.ToLookup(name => catalog.FindTable(name.Table));
        Tables = [.. catalog.Tables.Select(table => new IndexedTable(table, [.. names[table]]))];
        var metrics = knowledge.Metrics.Select(metric => IndexedMetric.Of(metric, Tables.FirstOrDefault(table => table.Definition == catalog.FindTable(metric.Table))));
        Names = new NameIndex(Tables, [.. metrics.OfType<IndexedMetric>()]);
        Values = new ValueIndex(Tables);
        Joins = new JoinGraph(Tables);
    }

    public SchemaCatalog Catalog { get; }

    public IReadOnlyList<IndexedTable> Tables { get; }

    public NameIndex Names { get; }

    public ValueIndex Values { get; }

    public JoinGraph Joins { get; }

    public static SchemaIndex Of(SchemaCatalog catalog, SchemaKnowledge? knowledge = null) =>
        Known.GetOrCreateValue(catalog).GetValue(knowledge ?? NoKnowledge, known => new SchemaIndex(catalog, known));
}
