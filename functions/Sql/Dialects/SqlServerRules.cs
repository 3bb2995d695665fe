using static FunctionsPlatform.Sql.Dialects.DialectRules;

namespace FunctionsPlatform.Sql.Dialects;

/// <summary>What the parser's tree does not tell: functions and catalogues by name.</summary>
internal static class SqlServerRules
{
    public static DialectRules Rules { get; } = new()
    {
        Openings = Words("select with"),
        RefusedKeywords = Words("exec execute waitfor openrowset openquery opendatasource openxml"),
        RefusedFunctionPrefixes = ["xp_", "sp_", "dm_", "decryptby", "encryptby", "signby", "fn_dump_", "fn_trace_", "fn_xe_", "fn_get_"],
        RefusedFunctions = Words("""
            openrowset openquery opendatasource openxml bulk predict ai_generate_embeddings ai_generate_chunks loginproperty pwdcompare pwdencrypt certprivatekey
            fn_dblog fn_full_dblog fn_servershareddrives fn_virtualfilestats fn_virtualservernodes fn_builtin_permissions
            get_filestream_transaction_context getpathlocator filetablerootpath pathname sys_context session_context serverproperty
            """),
        RefusedRelations = Words("""
            sql_logins syslogins sysxlogins linked_logins remote_logins sysremotelogins sysoledbusers sysprocesses sysaltfiles syscurconfigs
            server_principals server_permissions database_scoped_credentials database_credentials symmetric_keys asymmetric_keys
            sys.credentials sys.sysusers sys.sysservers sys.servers sys.configurations sys.sysconfigures sys.master_files sys.database_files sys.sysfiles
            sys.traces sys.trace_events sys.backup_devices sys.endpoints sys.certificates
            """),
        RefusedRelationPrefixes = ["dm_", "xp_"],
        RefusedSchemas = Words("master msdb model tempdb"),
    };
}
