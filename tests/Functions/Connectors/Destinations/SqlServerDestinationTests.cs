using System.Net;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.SqlServer;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Tests.Connectors.Destinations;

/// <summary>No SQL Server is at hand: its SQL is read by Microsoft's parser, and a scripted server hears what is said to it.</summary>
public sealed class SqlServerDestinationTests
{
    private static readonly SqlServerDestination Destination = new(
        new SqlServerConnector(new AddressPolicy(Options.Create(new OutgoingOptions { AllowPrivateAddresses = true })), TimeProvider.System), TimeProvider.System);

    private static readonly DestinationStream Stream = new(
        "sales.odd ] [name",
        [new("a]b", ColumnKind.Integer, "int", true), new("text", ColumnKind.Text, "nvarchar(20)"), new("born", ColumnKind.Date, "date")],
        [["a]b"]],
        RowOperations.Insert | RowOperations.Update | RowOperations.Upsert | RowOperations.Append | RowOperations.Delete);

    private static SqlServerStatements Statements(params DestinationField[] more)
    {
        var stream = Stream with { Fields = [.. Stream.Fields, .. more] };
        var target = new WriteTarget(stream, [.. stream.Fields.Select(field => new ResultColumn(field.Name, field.Kind))], ["a]b"], RowOperations.Upsert);
        return new SqlServerStatements(new WriterContext(
            new WriteSession(new SqlConnection()), _ => throw new NotSupportedException(), new DestinationTable("sales", "odd ] [name", stream, 1), target, _ => throw new NotSupportedException(), TimeProvider.System));
    }

    public static TheoryData<string, Type[]> Sql => new()
    {
        { SqlServerFields.Queries.Fields("@stream"), [typeof(SelectStatement)] },
        { SqlServerFields.Queries.Keys("''"), [typeof(SelectStatement)] },
        { SqlServerWriter.PrepareSql, [typeof(PredicateSetStatement), typeof(PredicateSetStatement), typeof(SetTransactionIsolationLevelStatement), typeof(SetCommandStatement)] },
        { Statements().CreateStage([0, 1, 2]), [typeof(DropTableStatement), typeof(SelectStatement)] },
        { Statements().Missing, [typeof(SelectStatement)] },
        { Written(RowOperations.Upsert), [typeof(UpdateStatement), typeof(InsertStatement)] },
        { Written(RowOperations.Insert), [typeof(InsertStatement)] },
        { Written(RowOperations.Update), [typeof(UpdateStatement)] },
        { Written(RowOperations.Append), [typeof(InsertStatement)] },
        { Written(RowOperations.Delete), [typeof(DeleteStatement)] },
    };

    [Theory]
    [MemberData(nameof(Sql))]
    public void Microsofts_parser_reads_every_statement(string sql, Type[] expected)
    {
        foreach (TSqlParser parser in new TSqlParser[] { new TSql130Parser(true), new TSql160Parser(true) })
        {
            using var text = new StringReader(sql);
            var script = (TSqlScript)parser.Parse(text, out var errors);
            Assert.Empty(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"));
            Assert.Equal(expected, Assert.Single(script.Batches).Statements.Select(statement => statement.GetType()));
        }
    }

    [Fact]
    public void Rows_are_matched_by_the_key_alone_locked_and_compared_byte_by_byte()
    {
        var sql = Written(RowOperations.Upsert);

        Assert.Contains("[sales].[odd ]] [name]", sql, StringComparison.Ordinal);
        Assert.Contains("ON t.[a]]b] = s.c0 WHERE EXISTS (SELECT CAST(t.[text] AS varbinary(max)), t.[born] EXCEPT SELECT CAST(s.c1 AS varbinary(max)), s.c2)", sql, StringComparison.Ordinal);
        Assert.Equal(2, sql.Split("WITH (UPDLOCK, HOLDLOCK)").Length - 1);
        Assert.DoesNotContain("EXCEPT", string.Join(' ', Statements(new DestinationField("x", ColumnKind.Other, "xml")).Write(RowOperations.Upsert)), StringComparison.Ordinal);
    }

    private static string Written(RowOperations operation) => string.Join(";\n", Statements().Write(operation));

    [Theory]
    [InlineData(2627, "Violation of UNIQUE KEY constraint 'k'. Cannot insert duplicate key in object 't'. The duplicate key value is (5).", "unique_violation")]
    [InlineData(547, "The INSERT statement conflicted with the FOREIGN KEY constraint \"f\".", "foreign_key_violation")]
    [InlineData(547, "The INSERT statement conflicted with the CHECK constraint \"c\".", "check_violation")]
    [InlineData(515, "Cannot insert the value NULL into column 'a'", "not_null_violation")]
    [InlineData(2628, "String or binary data would be truncated in table 't', column 'a'. Truncated value: 'secret'.", "value_too_long")]
    [InlineData(8115, "Arithmetic overflow error converting numeric to data type numeric.", "value_out_of_range")]
    [InlineData(208, "Invalid object name 't'.", null)]
    [InlineData(229, "The INSERT permission was denied", null)]
    [InlineData(1205, "Transaction was deadlocked", null)]
    public void Errors_about_a_row_are_told_from_others(int number, string message, string? code) => Assert.Equal(code, SqlServerRowErrors.Code(number, message));

    [Fact]
    public void Rows_are_handed_over_in_the_types_of_their_kinds()
    {
        using var table = SqlServerRows.Of(
            [new("i", ColumnKind.Integer, "int"), new("d", ColumnKind.Decimal, "decimal(38,0)"), new("t", ColumnKind.Time, "time(7)"), new("b", ColumnKind.Date, "date")],
            [3, 1, 2],
            new object?[][] { [1L, "12345678901234567890123456789012345678", new TimeOnly(1, 2, 3), new DateOnly(2024, 2, 29)], [2L, 1.5m, null, null] });

        Assert.Equal(["n", "c3", "c1", "c2"], table.Columns.Cast<System.Data.DataColumn>().Select(column => column.ColumnName));
        Assert.Equal((0, new DateTime(2024, 2, 29), new TimeSpan(1, 2, 3)), (table.Rows[0][0], table.Rows[0][1], table.Rows[0][3]));
        Assert.Equal("12345678901234567890123456789012345678", table.Rows[0][2].ToString());
        Assert.Equal(DBNull.Value, table.Rows[1][1]);
    }

    [Fact]
    public async Task A_check_says_nothing_of_rights_that_a_destination_needs()
    {
        using var server = new TdsServer { Answer = sql => sql.StartsWith("SELECT", StringComparison.Ordinal) ? TdsServer.Row(TdsServer.Text("v", "SQL Server 16.0 (this login may change data)")) : [] }.Start();

        Assert.Equal("SQL Server 16.0", (await Destination.CheckAsync(SettingsFor(server), CancellationToken.None)).Version);
    }

    [Fact]
    public void Connections_that_write_do_not_say_that_they_only_read() => Assert.Equal(
        ApplicationIntent.ReadWrite,
        new SqlConnectionStringBuilder(SqlServerConnectionString.For(
            new ConnectionSettings("shop", "db.example", Username: "writer"), IPAddress.Loopback, 1433, TimeSpan.FromSeconds(5), ApplicationIntent.ReadWrite)).ApplicationIntent);

    private static DestinationSettings SettingsFor(TdsServer server) => new(new JsonObject
    {
        ["host"] = "127.0.0.1", ["port"] = server.Port, ["database"] = "shop", ["username"] = "writer", ["password"] = "Pa55word!", ["ssl_mode"] = "disable",
    });
}
