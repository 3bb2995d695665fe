using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Sqlite;

/// <summary>Writes tables of SQLite files.</summary>
public sealed class SqliteDestination(SqliteConnector connector, TimeProvider clock) : DatabaseDestination(connector, clock)
{
    public override DestinationDefinition Definition { get; } =
        new("sqlite", "SQLite", "database", DatabaseConfiguration.File("shop.db", schema: null)) { DocumentationUrl = "https://sqlite.org/docs.html" };

    private protected override TableQueries Queries => SqliteFields.Queries;

    private protected override DestinationField Describe(DestinationField field) => SqliteFields.Describe(field);

    private protected override DatabaseWriter CreateWriter(WriterContext context) => new SqliteWriter(context);
}
