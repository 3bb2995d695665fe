using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.MySql;

/// <summary>Writes tables of MySQL and MariaDB.</summary>
public sealed class MySqlDestination(MySqlConnector connector, TimeProvider clock) : DatabaseDestination(connector, clock)
{
    public override DestinationDefinition Definition { get; } =
        new(connector.Type, connector.Type == "mysql" ? "MySQL" : "MariaDB", "database", DatabaseConfiguration.Server(3306, "prefer", schema: null))
        {
            DocumentationUrl = connector.Type == "mysql" ? "https://dev.mysql.com/doc/refman/8.4/en/" : "https://mariadb.com/docs/server/",
        };

    private protected override TableQueries Queries => MySqlFields.Queries;

    private protected override DestinationField Describe(DestinationField field) => MySqlFields.Describe(field);

    private protected override DatabaseWriter CreateWriter(WriterContext context) => new MySqlWriter(context);
}
