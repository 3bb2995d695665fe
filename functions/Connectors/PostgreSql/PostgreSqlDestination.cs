using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Writes tables of PostgreSQL and of what speaks its protocol.</summary>
public sealed class PostgreSqlDestination(PostgreSqlConnector connector, TimeProvider clock) : DatabaseDestination(connector, clock)
{
    public override DestinationDefinition Definition { get; } =
        new("postgresql", "PostgreSQL", "database", DatabaseConfiguration.Server(5432, "prefer", "public"))
        {
            DocumentationUrl = "https://www.postgresql.org/docs/current/",
            MaxWriters = 4,
        };

    private protected override TableQueries Queries => PostgreSqlFields.Queries;

    private protected override string? DefaultSchema => "public";

    private protected override DestinationField Describe(DestinationField field) => PostgreSqlFields.Describe(field);

    private protected override DatabaseWriter CreateWriter(WriterContext context) => new PostgreSqlWriter(context);
}
