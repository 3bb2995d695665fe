using static FunctionsPlatform.Sql.Dialects.DialectRules;

namespace FunctionsPlatform.Sql.Dialects;

internal static class SqliteRules
{
    private const string Keywords = """
        all and any as between by case cast collate cross distinct else escape except exists filter from full group having in inner intersect is isnull join
        left like glob match regexp limit materialized natural not notnull nulls offset on or order outer over partition range recursive right rows groups
        select then union using values when where window with within
        """;

    public static DialectRules Rules { get; } = new()
    {
        Openings = Words("select with values"),
        OnlyAllowedFunctions = true,
        ReadsFilesByName = true,
        AllowedFunctions = Words(Keywords + """

            abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling changes char coalesce concat concat_ws cos cosh count cume_dist current_date
            current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat hex if ifnull iif instr
            json json_array json_array_insert json_array_length json_error_position json_extract json_group_array json_group_object json_insert json_object json_patch json_pretty
            json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert
            jsonb_object jsonb_patch jsonb_remove jsonb_replace jsonb_set julianday lag last_value lead length like likelihood likely ln log log10 log2 lower
            ltrim max median min mod nth_value ntile nullif octet_length percent_rank percentile percentile_cont percentile_disc pi pow power printf quote
            radians random randomblob rank regexp replace round row_number rtrim sign sin sinh soundex sqlite_version sqrt string_agg strftime substr
            substring sum tan tanh time timediff total trim trunc typeof unhex unicode unistr unistr_quote unixepoch unlikely upper zeroblob
            match matchinfo offsets snippet highlight bm25 last_insert_rowid total_changes geopoly_area geopoly_contains_point geopoly_json geopoly_overlap geopoly_within
            """),
        AllowedTableFunctions = Words("json_each json_tree jsonb_each jsonb_tree generate_series"),

        // Pages and paths of the file; a pragma can be read as a table.
        RefusedRelations = Words("sqlite_dbpage sqlite_dbdata sqlite_dbptr sqlite_stmt dbstat bytecode tables_used fsdir fts3tokenize"),
        RefusedRelationPrefixes = ["pragma_"],
    };
}
