using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors.Http.Syntax;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.BlobFiles;

/// <summary>Names of blobs: the same for the same batch, whenever it is written, and another one for every other.</summary>
internal sealed partial record BlobNames(string Template, string Extension)
{
    private const string Default = "{stream}/{date}/{run}-{chunk}-{batch}.{extension}";
    private const int MaxLength = 1_024;

    private static readonly string[] Variables = ["stream", "date", "year", "month", "day", "hour", "run", "chunk", "batch", "extension"];

    public static BlobNames Read(JsonSource source, string extension)
    {
        var (prefix, template) = (source.Text("prefix", maxLength: 500) ?? "", source.Text("path_template", maxLength: 500) ?? Default);
        foreach (var unknown in Variable().Matches(template).Select(match => match.Groups[1].Value).Where(name => !Variables.Contains(name)))
            source.Error("path_template", $"There is no {{{unknown}}}; there are {string.Join(", ", Variables.Select(name => $"{{{name}}}"))}.");
        foreach (var needed in new[] { "{run}", "{chunk}", "{batch}" }.Where(needed => !template.Contains(needed, StringComparison.Ordinal)))
            source.Error("path_template", $"Without {needed} one file would take another's place.");
        CheckPath(source, "path_template", template);
        CheckPath(source, "prefix", prefix.Trim('/'));
        return new BlobNames(prefix.Trim('/') is { Length: > 0 } folder ? $"{folder}/{template}" : template, extension);
    }

    /// <summary>Days and hours are those at which the run began, in UTC.</summary>
    public string Of(string stream, BatchId batch)
    {
        var begun = Begun(batch.Run);
        var name = Variable().Replace(Template, match => match.Groups[1].Value switch
        {
            "stream" => Safe(stream),
            "date" => begun.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "year" => begun.ToString("yyyy", CultureInfo.InvariantCulture),
            "month" => begun.ToString("MM", CultureInfo.InvariantCulture),
            "day" => begun.ToString("dd", CultureInfo.InvariantCulture),
            "hour" => begun.ToString("HH", CultureInfo.InvariantCulture),
            "run" => batch.Run.ToString("N"),
            "chunk" => batch.Chunk.ToString("D5", CultureInfo.InvariantCulture),
            "batch" => batch.Batch.ToString("D5", CultureInfo.InvariantCulture),
            _ => Extension,
        });
        return name.Length <= MaxLength ? name : throw new ConnectorException(ConnectorFailure.StatementFailed, $"The blob's name has more than {MaxLength:N0} characters.");
    }

    /// <summary>A version-7 id begins with the milliseconds since 1970 at which it was made.</summary>
    private static DateTimeOffset Begun(Guid run)
    {
        if (run.Version != 7)
            throw new ArgumentException("A run's id is of version 7.", nameof(run));
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(run.ToByteArray(bigEndian: true)) >>> 16);
    }

    private static void CheckPath(JsonSource source, string name, string path)
    {
        if (path.Length > 0 && path.Split('/').Any(part => part is "" or "." or ".." || part.EndsWith('.') || part.Any(c => char.IsControl(c) || c is '\\' or '?' or '#')))
            source.Error(name, "A name is of parts between slashes, none of them empty or ending in a dot, without \\, ? and #.");
    }

    /// <summary>One part of a path, whatever the stream is called.</summary>
    private static string Safe(string stream)
    {
        var safe = string.Concat(stream.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).Trim('.');
        return safe.Length > 0 ? safe : "_";
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Variable();
}
