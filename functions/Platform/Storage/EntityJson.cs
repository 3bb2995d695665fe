using System.Text.Json;
using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>A record as JSON in one row, split over several properties where it is larger than one may be.</summary>
public static class EntityJson
{
    private const int PartLength = EntityLimits.PropertyBytes / sizeof(char);

    /// <summary>Writes <paramref name="value"/> to the properties <c>name</c>, <c>name1</c>, <c>name2</c>, ... Check <see cref="EntityLimits"/> afterwards.</summary>
    public static void SetJson<T>(this TableEntity entity, string name, T value, JsonSerializerOptions? options = null)
    {
        var json = JsonSerializer.Serialize(value, options ?? JsonSerializerOptions.Web);
        var part = 0;
        for (var start = 0; start < json.Length; start += PartLength)
            entity[PartName(name, part++)] = json.Substring(start, Math.Min(PartLength, json.Length - start));
        while (entity.Remove(PartName(name, part)))
            part++;
    }

    /// <summary>The record written by <see cref="SetJson{T}"/>; default when there is none.</summary>
    public static T? GetJson<T>(this TableEntity entity, string name, JsonSerializerOptions? options = null)
    {
        var parts = new List<string>();
        while (entity.TryGetValue(PartName(name, parts.Count), out var part) && part is string text)
            parts.Add(text);
        return parts.Count == 0 ? default : JsonSerializer.Deserialize<T>(string.Concat(parts), options ?? JsonSerializerOptions.Web);
    }

    private static string PartName(string name, int part) => part == 0 ? name : $"{name}{part}";
}
