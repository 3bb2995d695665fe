using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Connectors;

/// <summary>Section <c>LocalFiles</c>: where the files of file databases lie.</summary>
public sealed class LocalFilesOptions
{
    public const string Section = "LocalFiles";

    /// <summary>The directory whose files connections may name; relative to the current directory.</summary>
    public string Root { get; set; } = "data";

    /// <summary>Further directories, each with a name that a connection puts in front: <c>demo:shop.duckdb</c>.</summary>
    public Dictionary<string, string> NamedRoots { get; } = new(StringComparer.Ordinal);
}

/// <summary>Finds the file that a connection to a file database names, and no file outside the directories that the deployment allows.</summary>
public sealed class LocalFiles(IOptions<LocalFilesOptions> options)
{
    public static IReadOnlyList<FieldError> Validate(ConnectionSettings settings)
    {
        var (_, name) = Split(settings.Database);
        if (string.IsNullOrWhiteSpace(name))
            return [new FieldError("database", "Name the database's file.")];
        return IsRelative(name)
            ? []
            : [new FieldError("database", "Name the file relative to the directory that the deployment allows, without '..', '\\' or a leading '/'.")];
    }

    /// <summary>The absolute path of an existing file, links resolved.</summary>
    public string Resolve(ConnectionSettings settings)
    {
        var (rootName, name) = Split(settings.Database);
        var directory = rootName is null ? options.Value.Root : options.Value.NamedRoots.GetValueOrDefault(rootName);
        if (directory is null || !IsRelative(name))
            throw Denied(settings);

        string root, file;
        try
        {
            root = RealPath(Path.GetFullPath(directory));
            file = RealPath(Path.Combine(root, name));
        }
        catch (IOException) // links in a circle
        {
            throw Denied(settings);
        }
        if (!file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Denied(settings);
        return File.Exists(file)
            ? file
            : throw new ConnectorException(ConnectorFailure.Unreachable, $"There is no database file '{settings.Database}'.");
    }

    private static (string? Root, string Name) Split(string database) =>
        database?.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (database[..colon], database[(colon + 1)..]) : (null, database ?? "");

    private static bool IsRelative(string name) =>
        !Path.IsPathRooted(name) && !name.Any(c => char.IsControl(c) || c is '\\' or ':' or '?' or '*') && name.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>The path with the links of every part of it resolved.</summary>
    private static string RealPath(string path)
    {
        var real = Path.GetPathRoot(path) ?? "";
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var link = new FileInfo(next);
            // The target may itself lie below a link.
            real = link.LinkTarget is null ? next : RealPath(link.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }
        return real;
    }

    private static ConnectorException Denied(ConnectionSettings settings) =>
        new(ConnectorFailure.AccessDenied, $"The file '{settings.Database}' is not one that this deployment lets connections open.");
}
