namespace FunctionsPlatform.Translation.Embedded.Rendering;

/// <summary>Words that some dialect reserves: as names they are quoted in all.</summary>
internal static class ReservedWords
{
    private static readonly HashSet<string> Words = new(
        """
        add all alter analyse analyze and any array as asc asymmetric at authorization backup begin between both break browse bulk by
        cascade case cast check checkpoint close
        clustered coalesce collate collation column commit compute concurrently condition constraint contains containstable continue
        convert create cross cube cume_dist current
        current_catalog current_date current_role current_schema current_time current_timestamp current_user cursor database databases
        day_hour dbcc deallocate declare default deferrable
        delayed delete deny dense_rank desc describe deterministic disk distinct distinctrow distributed div do double drop dual dump each
        else elseif empty enclosed end errlvl escape
        escaped except exec execute exists exit explain external false fetch file fillfactor first_value float for force foreign freetext
        freetexttable freeze from full fulltext
        function generated get glob goto grant group grouping groups having high_priority holdlock identity if ignore ilike in index infile
        initially inner inout insensitive insert int
        integer intersect interval into is isnull iterate join json_table key keys kill lag lambda last_value lateral lead leading leave
        left like limit linear lineno lines load
        localtime localtimestamp lock long loop low_priority match merge mod modifies national natural nocheck nonclustered not notnull
        nth_value ntile null nullif numeric of off
        offset offsets on only open opendatasource openquery openrowset openxml option optionally or order out outer outfile over overlaps
        partition percent percent_rank pivot placing
        plan precision primary print proc procedure public purge qualify raiserror range rank read reads readtext real reconfigure
        recursive references regexp release rename repeat
        replace replication require resignal restore restrict return returning revert revoke right rlike row row_number rowcount rowguidcol
        rows rule save schema schemas select semantickeyphrasetable
        sensitive separator session_user set setuser show shutdown signal similar smallint some spatial specific sql sqlexception sqlstate
        sqlwarning ssl starting statistics
        stored straight_join symmetric system system_user table tablesample terminated textsize then tinyint to top trailing tran
        transaction trigger true truncate try_convert
        tsequal undo union unique unlock unpivot unsigned update updatetext usage use user using utc_date utc_time utc_timestamp values
        varchar variadic varying verbose view virtual waitfor when
        where while window with within writetext xor year_month zerofill
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string identifier) => Words.Contains(identifier);
}
