using System.Text;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Translation.LanguageModel;

/// <summary>Tables as a model reads them best: close to CREATE TABLE, with keys, descriptions and, where allowed, values.</summary>
internal static class SchemaText
{
    private const int CharactersPerToken = 4;
    private const int MaxColumns = 80;
    private const int MaxValues = 20;

    /// <summary>As many tables, from the first, as the budget has room for; the first one always, cut where it must be.</summary>
    public static string Write(IReadOnlyList<SchemaTable> tables, bool withValues, int maxTokens)
    {
        var room = maxTokens * CharactersPerToken;
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            var description = Write(table, withValues);
            if (text.Length + description.Length <= room)
                text.Append(description);
            else if (text.Length == 0)
                text.Append(description.AsSpan(0, room));
        }

        return text.ToString();
    }

    private static string Write(SchemaTable table, bool withValues)
    {
        var text = new StringBuilder();
        text.Append(table.IsView ? "VIEW " : "TABLE ").Append(Name(table.Schema, table.Name));
        if (table.RowEstimate is { } rows)
            text.Append(null, $" -- about {rows} rows");
        if (table.Description is { } about)
            text.Append(" -- ").Append(OneLine(about));
        text.Append(" (\n");
        foreach (var column in table.Columns.Take(MaxColumns))
            WriteColumn(text, column, withValues);
        if (table.PrimaryKey.Count > 0)
            text.Append(null, $"  PRIMARY KEY ({string.Join(", ", table.PrimaryKey)})\n");
        foreach (var key in table.ForeignKeys)
        {
            text.Append(null, $"  FOREIGN KEY ({string.Join(", ", key.Columns)}) REFERENCES {Name(key.ReferencedSchema, key.ReferencedTable)}")
                .Append(null, $" ({string.Join(", ", key.ReferencedColumns)})\n");
        }

        return text.Append(")\n").ToString();
    }

    private static void WriteColumn(StringBuilder text, SchemaColumn column, bool withValues)
    {
        text.Append("  ").Append(OneLine(column.Name)).Append(' ').Append(column.DatabaseType);
        if (!column.IsNullable)
            text.Append(" NOT NULL");
        if (column.Description is { } about)
            text.Append(" -- ").Append(OneLine(about));
        if (withValues && column.Values is { Count: > 0 } values)
            text.Append(" -- values: ").AppendJoin(", ", values.Take(MaxValues).Select(value => $"'{OneLine(value)}'"));
        text.Append('\n');
    }

    private static string Name(string? schema, string name) => OneLine(schema is null ? name : $"{schema}.{name}");

    /// <summary>Text from the customer, unable to end the part of the prompt that holds it.</summary>
    public static string OneLine(string text, int maxLength = 200)
    {
        var line = new string([.. text.Take(maxLength).Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Replace('<', '(').Replace('>', ')');
    }
}
