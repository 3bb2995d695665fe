using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>Writes tables of DuckDB files.</summary>
public sealed class DuckDbDestination(DuckDbConnector connector, TimeProvider clock) : DatabaseDestination(connector, clock)
{
    public override DestinationDefinition Definition { get; } =
        new("duckdb", "DuckDB", "database", DatabaseConfiguration.File("shop.duckdb", schema: "main")) { DocumentationUrl = "https://duckdb.org/docs/stable/" };

    private protected override TableQueries Queries => DuckDbFields.Queries;

    private protected override string? DefaultSchema => "main";

    private protected override DestinationField Describe(DestinationField field) => DuckDbFields.Describe(field);

    private protected override DatabaseWriter CreateWriter(WriterContext context) => new DuckDbWriter(context);
}
