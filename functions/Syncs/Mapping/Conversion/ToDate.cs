using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="DateOnly"/>. Of a date and time only midnight is a date: a time of day is not cut off.</summary>
internal sealed class ToDate(DestinationField field, WallClock clock) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "dates from 0001-01-01 to 9999-12-31, as text in the form 2024-01-31");
    private readonly MappingFailure _inexact = Failures.Inexact(field, "dates; a time of day is not cut off");

    public override object? Convert(object value) => value switch
    {
        DateOnly => value,
        DateTime wall => FromWall(wall),
        DateTimeOffset instant => FromWall(clock.ToWall(instant)),
        string text => IsoTime.Parse(text) is { } time ? FromWall(time.ToWall(clock)) : _invalid,
        _ => _invalid,
    };

    private object FromWall(DateTime? wall)
    {
        if (wall is not { } time)
            return _invalid;
        return time.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(time) : _inexact;
    }
}
