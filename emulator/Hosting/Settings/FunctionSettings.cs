using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Emulator.Hosting.Settings;

/// <summary>
/// The app's settings, weakest first: <c>Values</c> of local.settings.json (or, where there is none, of local.settings.sample.json),
/// environment variables, command-line arguments.
/// </summary>
internal static class FunctionSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IConfigurationBuilder AddFunctionSettings(
        this IConfigurationBuilder configuration, string directory, string[] args) => configuration
        .AddInMemoryCollection(ReadLocalSettings(directory))
        .AddEnvironmentVariables()
        .AddCommandLine(args);

    private static IEnumerable<KeyValuePair<string, string?>> ReadLocalSettings(string directory)
    {
        string[] names = ["local.settings.json", "local.settings.sample.json"];
        var file = names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        if (file is null || Parse(file) is not JsonObject settings)
            yield break;

        foreach (var (name, value) in settings["Values"] as JsonObject ?? [])
            yield return new(name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), value?.ToString());
        if (settings["Host"]?["LocalHttpPort"] is { } port)
            yield return new("Host:LocalHttpPort", port.ToString());
    }

    private static JsonNode? Parse(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file} cannot be read: {exception.Message}", exception);
        }
    }
}
