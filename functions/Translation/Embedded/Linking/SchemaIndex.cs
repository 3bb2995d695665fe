using System.Runtime.CompilerServices;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Joins;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>What of a schema is looked up by word: tables, columns and stored values. Made once for a catalogue.</summary>
internal sealed class SchemaIndex
{
    private static readonly ConditionalWeakTable<SchemaCatalog, SchemaIndex> Known = [];

    private SchemaIndex(SchemaCatalog catalog)
    {
        Catalog = catalog;
        Tables = [.. catalog.Tables.Select(table => new IndexedTable(table))];
        Names = new NameIndex(Tables);
        Values = new ValueIndex(Tables);
        Joins = new JoinGraph(Tables);
    }

    public SchemaCatalog Catalog { get; }

    public IReadOnlyList<IndexedTable> Tables { get; }

    public NameIndex Names { get; }

    public ValueIndex Values { get; }

    public JoinGraph Joins { get; }

    public static SchemaIndex Of(SchemaCatalog catalog) => Known.GetValue(catalog, key => new SchemaIndex(key));
}
