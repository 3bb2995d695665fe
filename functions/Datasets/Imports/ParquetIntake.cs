using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Reads Parquet, which knows its types. What it says of itself is looked at before any of it is unpacked.</summary>
internal static class ParquetIntake
{
    public static IReadOnlyList<ColumnPlan> Plan(WorkSession session, string file, DatasetOptions limits)
    {
        var path = WorkSession.Quote(file);
        session.Query($"SELECT num_rows FROM parquet_file_metadata({path})", row => ImportLimits.CheckRows(row.GetInt64(0), limits.MaxRows));
        session.Query($"SELECT coalesce(sum(total_uncompressed_size), 0)::BIGINT, count(DISTINCT path_in_schema) FROM parquet_metadata({path})", row =>
        {
            if (row.GetInt64(0) > limits.MaxExpandedMb * 1024L * 1024L)
                throw new ImportException(DatasetErrors.TooLarge($"unpacked it takes more than {limits.MaxExpandedMb:N0} MiB."));
            ImportLimits.CheckColumns((int)Math.Min(row.GetInt64(1), int.MaxValue), limits.MaxColumns * 4);
        });
        var plans = new List<ColumnPlan>();
        session.Query($"DESCRIBE SELECT * FROM read_parquet({path})", row => plans.Add(PlanOf(row.GetString(0), row.GetString(1))));
        return plans;
    }

    private static ColumnPlan PlanOf(string name, string type)
    {
        var column = Sql.SqlIdentifier.Quote(Sql.SqlDialect.DuckDb, name);
        var kind = DuckDbTypes.KindOf(type);
        return kind switch
        {
            ColumnKind.Integer when type is "HUGEINT" or "UHUGEINT" or "UBIGINT" => new(name, ColumnKind.Decimal, "DECIMAL(38,0)", $"try_cast({column} AS DECIMAL(38,0))", column),
            ColumnKind.Integer => new(name, kind, "BIGINT", $"CAST({column} AS BIGINT)", null),
            ColumnKind.Decimal => new(name, kind, type, column, null),
            ColumnKind.Json => new(name, kind, "JSON", $"to_json({column})", null),
            ColumnKind.Timestamp => new(name, kind, "TIMESTAMP", $"try_cast({column} AS TIMESTAMP)", column),
            ColumnKind.Other => new(name, ColumnKind.Text, "VARCHAR", $"CAST({column} AS VARCHAR)", null),
            _ => new(name, kind, KindTypes.Of(kind), $"CAST({column} AS {KindTypes.Of(kind)})", null),
        };
    }
}
