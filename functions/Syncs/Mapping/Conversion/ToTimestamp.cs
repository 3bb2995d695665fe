using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="DateTime"/> without a zone. Of an instant, what clocks showed.</summary>
internal sealed class ToTimestamp(DestinationField field, WallClock clock) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "dates and times from year 1 to 9999, as text in the form 2024-01-31T23:59:59");

    public override object? Convert(object value) => value switch
    {
        DateTime => value,
        DateTimeOffset instant => (object?)clock.ToWall(instant) ?? _invalid,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        string text => (object?)IsoTime.Parse(text)?.ToWall(clock) ?? _invalid,
        _ => _invalid,
    };
}
