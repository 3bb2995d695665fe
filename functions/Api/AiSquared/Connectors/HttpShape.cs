using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>Between the configuration of an HTTP destination as this API has it and the platform's, which knows the address by another name and keeps secret headers apart.</summary>
internal static partial class HttpShape
{
    public const string Type = "http";

    private const string AddressHere = "destination_url";
    private const string Address = "url";
    private const string Headers = "headers";
    private const string SecretHeaders = "secret_headers";

    public static JsonObject Flatten(JsonObject given)
    {
        var flat = Renamed(given, AddressHere, Address);
        if (flat[Headers] is not JsonObject headers || headers.Where(header => IsSecret().IsMatch(header.Key)).ToList() is not { Count: > 0 } secret)
            return flat;
        // Here all headers are in one place, and what is in it is shown to whoever may read the connector.
        var kept = flat[SecretHeaders] as JsonObject ?? [];
        foreach (var (name, value) in secret)
        {
            headers.Remove(name);
            kept[name] = value;
        }
        flat[SecretHeaders] = kept;
        return flat;
    }

    public static JsonObject Show(JsonObject flat)
    {
        var shown = Renamed(flat, Address, AddressHere);
        if (shown[SecretHeaders] is not JsonObject secret)
            return shown;
        var headers = shown[Headers] as JsonObject ?? [];
        foreach (var (name, mask) in secret)
            headers[name] = mask?.DeepClone();
        shown[Headers] = headers;
        shown.Remove(SecretHeaders);
        return shown;
    }

    public static void ShowSchema(JsonObject schema)
    {
        schema["properties"] = Renamed((JsonObject)schema["properties"]!, Address, AddressHere);
        schema["required"] = new JsonArray(AddressHere);
    }

    private static JsonObject Renamed(JsonObject members, string from, string to) =>
        new(members.Select(member => KeyValuePair.Create(member.Key == from ? to : member.Key, member.Value?.DeepClone())));

    [GeneratedRegex("authorization|cookie|token|secret|key|password|signature", RegexOptions.IgnoreCase)]
    private static partial Regex IsSecret();
}
