using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="DateTimeOffset"/> in UTC.</summary>
internal sealed class ToInstant(DestinationField field, WallClock clock) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "instants from year 1 to 9999, as text in the form 2024-01-31T23:59:59Z");

    public override object? Convert(object value) => value switch
    {
        DateTimeOffset instant => instant.Offset == TimeSpan.Zero ? value : instant.ToUniversalTime(),
        DateTime wall => (object?)clock.ToInstant(wall) ?? _invalid,
        DateOnly date => (object?)clock.ToInstant(date.ToDateTime(TimeOnly.MinValue)) ?? _invalid,
        string text => (object?)IsoTime.Parse(text)?.ToInstant(clock) ?? _invalid,
        _ => _invalid,
    };
}
