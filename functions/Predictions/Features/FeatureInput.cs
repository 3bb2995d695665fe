using System.Text.Json;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Predictions;

/// <summary>Reads the values to predict from: as an array in the order of the features, as an object by their names, or from a row of a table.</summary>
internal static class FeatureInput
{
    private const int MostFailures = 20;

    /// <summary>The values in the order of the features, or everything that is wrong with them.</summary>
    public static Result<object?[]> Read(JsonElement given, IReadOnlyList<Feature> features, string path)
    {
        var failures = new List<FieldError>();
        var values = given.ValueKind switch
        {
            JsonValueKind.Array => ReadArray(given, features, path, failures),
            JsonValueKind.Object => ReadObject(given, features, path, failures),
            _ => null,
        };
        if (values is null)
            return PredictionErrors.InputInvalid(new FieldError(path, $"Must be an array of {features.Count} values or an object of them by name."));
        return failures.Count > 0 ? PredictionErrors.InputInvalid(failures) : values;
    }

    /// <param name="places">Where in the row each feature is.</param>
    public static Result<object?[]> Read(object?[] row, IReadOnlyList<int> places, IReadOnlyList<Feature> features, string path)
    {
        var values = new object?[features.Count];
        for (var index = 0; index < values.Length; index++)
        {
            if (CellValue.Plain(row[places[index]]) is not { } value)
                continue;
            values[index] = Fit(value, features[index].Kind);
            if (values[index] is null)
                return PredictionErrors.InputInvalid(new FieldError($"{path}, column {features[index].Name}", $"Feature '{features[index].Name}' takes {Word(features[index].Kind)}, not {Word(value)}."));
        }

        return values;
    }

    private static object?[] ReadArray(JsonElement given, IReadOnlyList<Feature> features, string path, List<FieldError> failures)
    {
        if (given.GetArrayLength() != features.Count)
        {
            failures.Add(new FieldError(path, $"The model takes {features.Count} values ({Names(features)}), not {given.GetArrayLength()}."));
            return [];
        }

        return [.. given.EnumerateArray().Select((value, index) => ReadValue(value, features[index], $"{path}[{index}]", failures))];
    }

    private static object?[] ReadObject(JsonElement given, IReadOnlyList<Feature> features, string path, List<FieldError> failures)
    {
        var known = features.Select(feature => feature.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var member in given.EnumerateObject().Where(member => !known.Contains(member.Name)).Take(MostFailures))
            failures.Add(new FieldError($"{path}.{member.Name}", $"The model has no feature '{member.Name}'; it has {Names(features)}."));
        return [.. features.Select(feature => ReadMember(given, feature, path, failures))];
    }

    private static object? ReadMember(JsonElement given, Feature feature, string path, List<FieldError> failures)
    {
        if (given.TryGetProperty(feature.Name, out var value))
            return ReadValue(value, feature, $"{path}.{feature.Name}", failures);
        failures.Add(new FieldError($"{path}.{feature.Name}", $"Feature '{feature.Name}' is missing; give null where its value is not known."));
        return null;
    }

    private static object? ReadValue(JsonElement value, Feature feature, string path, List<FieldError> failures)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (Plain(value) is { } plain && Fit(plain, feature.Kind) is { } read)
            return read;
        if (failures.Count < MostFailures)
            failures.Add(new FieldError(path, $"Feature '{feature.Name}' takes {Word(feature.Kind)}, not {Word(value.ValueKind)}."));
        return null;
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when double.IsFinite(value.GetDouble()) => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    /// <summary>The value as the feature takes it; null where it takes none such.</summary>
    private static object? Fit(object value, FeatureKind kind) => (kind, value) switch
    {
        (FeatureKind.Numeric, double or bool) => value,
        (FeatureKind.Categorical, double or bool or string) => value,
        (FeatureKind.Text, string) => value,
        (FeatureKind.Date, DateTime) => value,
        (FeatureKind.Date, string text) when Dates.TryRead(text, out var time) => time,
        _ => null,
    };

    private static string Names(IReadOnlyList<Feature> features)
    {
        const int most = 20;
        return string.Join(", ", features.Take(most).Select(feature => feature.Name)) + (features.Count > most ? ", ..." : "");
    }

    private static string Word(FeatureKind kind) => kind switch
    {
        FeatureKind.Numeric => "a number",
        FeatureKind.Categorical => "a text, a number or a boolean",
        FeatureKind.Text => "a text",
        _ => "a time such as 2026-01-31 or 2026-01-31T12:00:00Z",
    };

    private static string Word(object value) => value switch
    {
        double => "this number",
        string => "this text",
        bool => "a boolean",
        _ => "a time",
    };

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "this number",
        JsonValueKind.String => "this text",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };
}
