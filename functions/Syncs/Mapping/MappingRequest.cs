using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>What rows are mapped from, to, and how.</summary>
/// <param name="Source">Columns of the rows that are mapped, in their order.</param>
/// <param name="Key">The fields by which the destination matches rows.</param>
/// <param name="Zone">Where timestamps without a zone were taken, and where instants are printed.</param>
/// <param name="Now">What templates know as <c>current_timestamp</c>: the beginning of the run, so that a chunk that is mapped again gives the same rows.</param>
public sealed record MappingRequest(
    IReadOnlyList<FieldMapping> Mappings,
    IReadOnlyList<ResultColumn> Source,
    DestinationStream Stream,
    IReadOnlyList<string> Key,
    TimeZoneInfo Zone,
    DateTimeOffset Now)
{
    /// <summary>What will be done with the rows. Where rows may be added, required fields have to be mapped.</summary>
    public RowOperations Operations { get; init; } = RowOperations.Upsert;
}
