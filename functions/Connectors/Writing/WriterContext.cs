namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What a database's writer writes with.</summary>
/// <param name="Session">The connection on which the table was looked at.</param>
/// <param name="Connect">Opens another when that one broke.</param>
/// <param name="Explain">What a failure means, freed of credentials.</param>
internal sealed record WriterContext(
    WriteSession Session,
    Func<CancellationToken, Task<WriteSession>> Connect,
    DestinationTable Table,
    WriteTarget Target,
    Func<Exception, ConnectorException> Explain,
    TimeProvider Clock)
{
    /// <summary>The fields of the rows' values, in their order.</summary>
    public IReadOnlyList<DestinationField> Fields { get; } = [.. Target.Columns.Select(column => Table.Stream.Field(column.Name)!)];

    /// <summary>Positions of the key's fields among them.</summary>
    public IReadOnlyList<int> Keys { get; } = [.. Target.Key.Select(name => Target.Columns.Select(column => column.Name).ToList().IndexOf(name))];

    /// <summary>Positions of all others.</summary>
    public IReadOnlyList<int> Others { get; } = [.. Enumerable.Range(0, Target.Columns.Count).Where(at => !Target.Key.Contains(Target.Columns[at].Name))];

    /// <summary>Positions of the fields that an operation needs.</summary>
    public IReadOnlyList<int> Needed(RowOperations operation) => operation == RowOperations.Delete ? Keys : [.. Enumerable.Range(0, Fields.Count)];
}
