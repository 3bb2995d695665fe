using System.Text.Json.Nodes;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Who made an object, kept in its details.</summary>
internal static class Creator
{
    public const string Detail = "created_by";

    public static string? Of(JsonObject details) => details[Detail]?.ToString();
}
