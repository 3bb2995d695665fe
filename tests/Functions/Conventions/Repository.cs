using System.Reflection;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The C# files below a folder, by their paths in it with forward slashes.</summary>
    public static IReadOnlyList<SourceFile> Sources(string folder)
    {
        var root = Path.Combine(Root, folder);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)))];
    }
}

/// <param name="Path">Relative to the folder that was asked for.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The folder directly below the one asked for; empty for its own files.</summary>
    public string Top => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.IndexOf('/', StringComparison.Ordinal)] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The text without the comments that stand on lines of their own.</summary>
    public string Code { get; } = string.Join('\n', Text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
