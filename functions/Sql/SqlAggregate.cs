namespace FunctionsPlatform.Sql;

/// <summary>How values of several rows become one.</summary>
public enum SqlAggregate
{
    Sum,
    Average,
    Minimum,
    Maximum,
    Count,
}

public static class SqlAggregates
{
    /// <param name="column">In the dialect's quotes.</param>
    public static string Over(this SqlAggregate aggregate, string column) => aggregate switch
    {
        SqlAggregate.Sum => $"SUM({column})",
        // An average of whole numbers is a whole number to some databases.
        SqlAggregate.Average => $"AVG(1.0 * {column})",
        SqlAggregate.Minimum => $"MIN({column})",
        SqlAggregate.Maximum => $"MAX({column})",
        SqlAggregate.Count => $"COUNT({column})",
        _ => throw new ArgumentOutOfRangeException(nameof(aggregate)),
    };
}
