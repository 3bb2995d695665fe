using static FunctionsPlatform.Sql.Dialects.DialectRules;

namespace FunctionsPlatform.Sql.Dialects;

internal static class PostgreSqlRules
{
    public static DialectRules Rules { get; } = new()
    {
        Openings = Words("select with values table"),

        // Functions of the server are named pg_, and most of those do something; the rest of these run SQL given as text, move sequences,
        // change the session, touch large objects or reach other servers, in the server itself or in well-known extensions.
        RefusedFunctionPrefixes =
        [
            "pg_", "lo_", "dblink", "txid_", "binary_upgrade_", "query_to_xml", "cursor_to_xml", "table_to_xml", "schema_to_xml", "database_to_xml",
            "crosstab", "run_command_on_", "http_", "aws_", "plpy", "brin_", "bt_", "gin_clean", "gist_", "heap_", "citus_", "lwlock_", "postgres_fdw_",
            "replication_", "sys_", "azure_",
        ],
        AllowedFunctions = Words("""
            pg_typeof pg_size_pretty pg_size_bytes pg_column_size pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size pg_database_size
            pg_get_constraintdef pg_get_expr pg_get_indexdef pg_get_serial_sequence pg_get_viewdef pg_table_is_visible pg_collation_for
            """),
        RefusedFunctions = Words("""
            set_config current_setting setseed nextval setval loread lowrite connectby ts_stat ts_rewrite currtid currtid2 http exec execute
            xmltable_from_file autoprewarm_start_worker autoprewarm_dump_now verify_heapam page_header get_raw_page fsm_page_contents
            create_hypertable drop_chunks add_job run_job delete_job master_run_on_worker copy_to copy_from unaccent_init
            """),
        RefusedRelations = Words("""
            pg_authid pg_shadow pg_user_mapping pg_user_mappings pg_foreign_server pg_hba_file_rules pg_ident_file_mappings pg_file_settings pg_settings
            pg_db_role_setting pg_subscription pg_largeobject pg_largeobject_metadata pg_statistic pg_stats pg_statistic_ext_data pg_stats_ext pg_stats_ext_exprs
            pg_stat_activity pg_stat_statements pg_stat_ssl pg_stat_gssapi pg_stat_replication pg_stat_wal_receiver pg_stat_subscription pg_locks
            pg_prepared_statements pg_prepared_xacts pg_cursors pg_config pg_backend_memory_contexts pg_shmem_allocations pg_seclabel pg_seclabels
            pg_shseclabel pg_replication_slots pg_replication_origin user_mapping_options foreign_server_options
            """),
        RefusedSchemas = Words("pg_toast pg_temp cron aws_s3 aws_lambda azure_storage dblink"),
    };
}
