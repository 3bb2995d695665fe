namespace FunctionsPlatform.Connectors;

/// <summary>What a database holds, as far as it was discovered.</summary>
/// <param name="DefaultSchema">The schema whose tables need no qualification; null where the database has no schemas.</param>
/// <param name="IsComplete">False when a limit of <see cref="DiscoveryLimits"/> cut the discovery short.</param>
public sealed record SchemaCatalog(string? DefaultSchema, IReadOnlyList<SchemaTable> Tables, DateTimeOffset DiscoveredAt, bool IsComplete = true);

/// <summary>A table or view.</summary>
/// <param name="RowEstimate">The database's own estimate, or a count where that is cheap; null when unknown.</param>
public sealed record SchemaTable(
    string? Schema,
    string Name,
    IReadOnlyList<SchemaColumn> Columns,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<ForeignKey> ForeignKeys,
    long? RowEstimate = null,
    bool IsView = false,
    string? Description = null);

/// <param name="DatabaseType">The type as the database spells it: <c>varchar(20)</c>.</param>
/// <param name="Values">Every distinct value (or those of a sample) of a text column that has few; null otherwise.</param>
public sealed record SchemaColumn(
    string Name,
    string DatabaseType,
    ColumnKind Kind,
    bool IsNullable,
    IReadOnlyList<string>? Values = null,
    string? Description = null);

/// <summary>The columns of one table that point at the columns of another, in the same order.</summary>
public sealed record ForeignKey(
    IReadOnlyList<string> Columns,
    string? ReferencedSchema,
    string ReferencedTable,
    IReadOnlyList<string> ReferencedColumns);
