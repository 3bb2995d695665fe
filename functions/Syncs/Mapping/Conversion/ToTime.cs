using System.Globalization;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="TimeOnly"/>, or <see cref="TimeSpan"/> where it does not fit a day.</summary>
internal sealed class ToTime(DestinationField field) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "times of day, as text in the form 23:59:59");

    public override object? Convert(object value) => value switch
    {
        TimeOnly or TimeSpan => value,
        string text => IsoTime.ParseTime(text) is { } time ? time : FromDuration(text),
        _ => _invalid,
    };

    // MySQL's times go to 838 hours, either way.
    private object FromDuration(string text)
    {
        var trimmed = text.Trim();
        var parts = trimmed.TrimStart('-').Split(':');
        if (parts.Length != 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 838
            || IsoTime.ParseTime($"00:{parts[1]}:{parts[2]}") is not { } rest)
            return _invalid;
        var duration = TimeSpan.FromHours(hours) + rest.ToTimeSpan();
        return trimmed.StartsWith('-') ? -duration : duration;
    }
}
