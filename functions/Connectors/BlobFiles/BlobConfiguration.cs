using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors.BlobFiles.Formats;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>What a configuration says, and a sync's own settings over it.</summary>
internal sealed record BlobConfiguration(string Container, BlobAccount Account, BlobNames Names, FileFormat Format, int BatchRows, IReadOnlyList<FieldError> Problems)
{
    private const int DefaultBatchRows = 50_000;

    /// <summary>What a sync may say itself.</summary>
    private static readonly string[] OfSync = ["format", "compression", "path_template", "header", "delimiter", "null_text", "batch_rows"];

    public static BlobConfiguration Read(DestinationSettings settings, JsonObject? options = null)
    {
        var problems = new List<FieldError>();
        var all = settings.Configuration.DeepClone().AsObject();
        foreach (var (name, value) in options?.Where(option => OfSync.Contains(option.Key)) ?? [])
            all[name] = value?.DeepClone();
        var source = JsonSource.Of(JsonSerializer.SerializeToElement(all), "", problems)!;
        var container = source.Text("container", isRequired: true, maxLength: 63) ?? "";
        if (container.Length > 0 && !IsContainer(container))
            source.Error("container", "A container's name has 3 to 63 small letters, digits and hyphens.");
        var format = FileFormat.Read(source);
        var configuration = new BlobConfiguration(
            container, BlobAccount.Read(source), BlobNames.Read(source, format.Extension), format, source.Integer("batch_rows", 1, 1_000_000) ?? DefaultBatchRows, problems);
        source.Done();
        return configuration;
    }

    private static bool IsContainer(string name) =>
        name.Length >= 3 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
}
