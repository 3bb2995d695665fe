using System.Text.Json.Nodes;
using FunctionsPlatform.Api.Requests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Which stream a sync is meant for that names none: the destination's own object, or its only stream.</summary>
internal static class StreamChoice
{
    private const int MostNamed = 20;

    /// <summary>The object that some destinations are configured with.</summary>
    public static string? OwnObject(Destination destination) =>
        destination.Configuration["object"] is JsonValue value && value.TryGetValue(out string? name) && name.Length > 0 ? name : null;

    public static Result<string> Of(Destination destination, IReadOnlyList<DestinationStream> streams)
    {
        if (OwnObject(destination) is { } own)
            return own;
        if (streams is [var only])
            return only.Name;
        var known = streams.Count == 0 ? "it has none" : $"it has {string.Join(", ", streams.Take(MostNamed).Select(stream => stream.Name))}";
        return RequestErrors.BrokenRules([new FieldError("$.config.stream", $"Name the destination's table or object; {known}.")]);
    }
}
