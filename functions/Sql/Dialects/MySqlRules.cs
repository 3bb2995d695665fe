using static FunctionsPlatform.Sql.Dialects.DialectRules;

namespace FunctionsPlatform.Sql.Dialects;

/// <summary>MySQL and MariaDB.</summary>
internal static class MySqlRules
{
    public static DialectRules Rules { get; } = new()
    {
        Openings = Words("select with values table"),
        RefusedKeywords = Words("procedure outfile"),
        RefusedFunctionPrefixes =
        [
            "sys_", "lib_mysqludf", "keyring_", "version_tokens_", "asynchronous_connection_failover_", "group_replication_", "audit_log_", "mysql_firewall_",
            "mysql_query_attribute", "service_", "spider_", "ps_", "wsrep_", "mask_dictionary", "gen_dictionary", "http_", "statement_digest",
        ],
        RefusedFunctions = Words("""
            sleep benchmark load_file get_lock release_lock release_all_locks is_free_lock is_used_lock last_insert_id
            master_pos_wait source_pos_wait master_gtid_wait wait_for_executed_gtid_set wait_until_sql_thread_after_gtids gtid_subtract
            nextval setval lastval set_var execute_prepared_stmt debug_sync
            """),

        // nextval and lastval also name a sequence's column in Oracle mode.
        RefusedRelations = Words("nextval information_schema.processlist information_schema.user_attributes"),
        RefusedSchemas = Words("mysql performance_schema sys"),
    };
}
