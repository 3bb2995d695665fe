using System.Globalization;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>A resource as JSON:API writes one.</summary>
/// <param name="Id">Its number, as text.</param>
/// <param name="Type">The kind, in the plural: <c>sync_runs</c>.</param>
public sealed record Resource<T>(string Id, string Type, T Attributes);

/// <summary>One page of a list of resources.</summary>
public sealed record ResourcePage<T>(IReadOnlyList<Resource<T>> Data, PageLinks Links);

/// <summary>Addresses on this host of the pages of a list; null where there is no such page, or, for the last, where it is not known.</summary>
public sealed record PageLinks(string Self, string First, string? Prev, string? Next, string? Last);

/// <summary>An answer that is a sentence.</summary>
public sealed record SquaredMessage(string Message);

internal static class Resource
{
    public static Resource<T> Of<T>(int number, string type, T attributes) => new(number.ToString(CultureInfo.InvariantCulture), type, attributes);
}
