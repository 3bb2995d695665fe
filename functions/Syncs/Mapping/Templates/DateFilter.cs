using System.Globalization;
using System.Text;
using Fluid;
using Fluid.Values;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><c>{{ day | to_datetime: "%d/%m/%Y" }}</c>: text in a form of its own as ISO-8601. Without a format it has to be ISO-8601 already.</summary>
internal static class DateFilter
{
    public static LiquidFilter ToDateTime { get; } = new("to_datetime", Apply) { Check = Check };

    private static ValueTask<FluidValue> Apply(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        if (input.IsNil())
            return ValueTask.FromResult(input);
        var clock = new WallClock(context.TimeZone);
        var text = input.ToStringValue().Trim();
        var read = arguments.Count == 0 ? FromIso(text) : FromFormat(text, ToDotNet(arguments.At(0).ToStringValue()));
        return ValueTask.FromResult<FluidValue>(StringValue.Create(
            InvariantText.Of(read ?? throw new LiquidException("The value is no date and time in the form that the template names."), clock)));
    }

    /// <summary>What is wrong with a format, or null.</summary>
    private static string? Check(string format)
    {
        try
        {
            ToDotNet(format);
            return null;
        }
        catch (LiquidException wrong)
        {
            return wrong.Message;
        }
    }

    private static object? FromIso(string text) =>
        IsoTime.Parse(text) is not { } time ? null : time.Offset is null ? (object)time.Wall : time.ToInstant(WallClock.Utc);

    private static object? FromFormat(string text, string format)
    {
        if (!format.Contains('K', StringComparison.Ordinal))
            return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var wall) ? wall : null;
        return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;
    }

    /// <summary>A format of <c>strptime</c> as one of .NET.</summary>
    private static string ToDotNet(string format)
    {
        var translated = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
                translated.Append('\\').Append(format[i]);
            else
                translated.Append(++i < format.Length ? Directive(format[i]) : throw Unknown("%"));
        }

        // A single letter would be a standard format.
        return translated.Length == 1 ? $"%{translated}" : translated.ToString();
    }

    private static string Directive(char letter) => letter switch
    {
        'Y' => "yyyy",
        'y' => "yy",
        'm' => "M",
        'd' or 'e' => "d",
        'B' => "MMMM",
        'b' or 'h' => "MMM",
        'A' => "dddd",
        'a' => "ddd",
        'H' or 'k' => "H",
        'I' or 'l' => "h",
        'M' => "m",
        'S' => "s",
        'L' => "fff",
        'N' => "FFFFFFF",
        'p' or 'P' => "tt",
        'z' => "K",
        'F' => "yyyy-M-d",
        'T' => "H:m:s",
        'R' => "H:m",
        '%' => "\\%",
        _ => throw Unknown($"%{letter}"),
    };

    private static LiquidException Unknown(string directive) => new($"to_datetime does not know {directive}.");
}
