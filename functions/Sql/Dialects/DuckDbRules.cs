using static FunctionsPlatform.Sql.Dialects.DialectRules;

namespace FunctionsPlatform.Sql.Dialects;

internal static class DuckDbRules
{
    public static DialectRules Rules { get; } = new()
    {
        Openings = Words("select with values table from"),
        ReadsFilesByName = true,
        RefusedFunctionPrefixes =
        [
            "read_", "parquet_", "duckdb_", "pragma_", "sniff_", "st_read", "iceberg_", "delta_", "postgres_", "mysql_", "sqlite_", "http_", "s3_",
            "write_", "storage_", "sql_auto", "from_substrait", "get_substrait", "arrow_scan", "pandas_", "python_", "load_aws", "which_secret", "enable_", "disable_",
            "__internal", "truncate_", "verify_", "storage_info", "copy_", "force_", "current_setting", "getenv", "add_parquet_key", "test_", "json_execute", "json_deserialize", "enum_scan_", "log_",
        ],
        RefusedFunctions = Words("""
            glob query query_table checkpoint pg_sleep sleep sleep_ms stats json_serialize_plan variant_bytes_to_variant combine finalize nextval currval setseed getvariable seq_scan index_scan table_scan reservoir_scan dummy_scan summary
            user_agent parse_duckdb_log_message set_config txid_current current_transaction_id icu_sort_key current_query current_connection_id
            """),
        AllowedTableFunctions = Words("range generate_series unnest json_each json_tree repeat repeat_row"),
        RefusedRelationPrefixes = ["duckdb_", "pragma_"],
        RefusedSchemas = Words("pg_catalog"),
    };
}
