using System.Globalization;
using System.Numerics;
using FunctionsPlatform.Platform;
using Microsoft.AspNetCore.Http;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Reads query and path parameters, and keeps every failure so that a caller hears of all at once in <see cref="Error"/>.</summary>
/// <remarks>Functions take path parameters as text and read them here: the host answers 500 where it cannot convert one itself.</remarks>
public sealed class RequestParameters(IQueryCollection query)
{
    private List<FieldError>? _failures;

    /// <summary>The refusal, when anything read so far could not be used.</summary>
    public ApiError? Error => _failures is null ? null : RequestErrors.BadParameters(_failures);

    public bool Has(string name) => query.ContainsKey(name);

    /// <summary>The parameter's text; null when it is absent or empty.</summary>
    public string? Text(string name, int maxLength = 2048)
    {
        var values = query[name];
        if (values.Count == 0 || values is [null or ""])
            return null;
        if (values.Count > 1)
            Fail(name, "Given more than once.");
        else if (values[0]!.Length > maxLength)
            Fail(name, $"Longer than {maxLength} characters.");
        return values[0];
    }

    public int Integer(string name, int fallback, int minimum = int.MinValue, int maximum = int.MaxValue) =>
        Text(name) is { } text ? Number(name, text, minimum, maximum) ?? fallback : fallback;

    /// <summary>A comma-separated list of words out of a closed set.</summary>
    public IReadOnlySet<string> Words(string name, IReadOnlyCollection<string> allowed, IReadOnlyCollection<string> fallback)
    {
        var words = Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (words is null or { Count: 0 })
            return fallback.ToHashSet(StringComparer.Ordinal);
        foreach (var word in words.Where(word => !allowed.Contains(word)))
            Fail(name, $"'{Shortened(word)}' is none of {string.Join(", ", allowed)}.");
        return words;
    }

    /// <summary>True or false; false when it is absent.</summary>
    public bool Flag(string name) => Words(name, ["true", "false"], ["false"]).Contains("true");

    /// <summary>A whole number from the path.</summary>
    public int PathInteger(string name, string text) => Number(name, text, int.MinValue, int.MaxValue) ?? default;

    /// <summary>A UUID from the path.</summary>
    public Guid PathUuid(string name, string text)
    {
        if (Guid.TryParseExact(text, "D", out var id))
            return id;
        Fail(name, $"'{Shortened(text)}' is no UUID.");
        return default;
    }

    public void Fail(string name, string message) => (_failures ??= []).Add(new FieldError(name, message));

    private int? Number(string name, string text, int minimum, int maximum)
    {
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            Fail(name, $"'{Shortened(text)}' is no whole number.");
        else if (number < minimum || number > maximum)
            Fail(name, $"Must be between {minimum} and {maximum}.");
        else
            return (int)number;
        return null;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
