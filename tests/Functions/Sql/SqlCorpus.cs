using System.Text.Json;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>A statement that must not run.</summary>
/// <param name="Aim">What it tries.</param>
/// <param name="Sql">With <c>{canary}</c> for a file to be read, <c>{out}</c> for one to be written, <c>{port}</c> for a port that listens.</param>
/// <param name="OnlyGuard">Why the database alone, even read-only, does not stop it; null where it must.</param>
/// <param name="OnlyDatabase">Why the guard lets it pass, so that the time limit must stop it; null where the guard refuses.</param>
public sealed record HostileStatement(string Sql, string Aim, string? OnlyGuard = null, string? OnlyDatabase = null)
{
    public HostileStatement On(string canaryFile, string outFile, int port) => this with
    {
        Sql = Sql.Replace("{canary}", canaryFile, StringComparison.Ordinal)
            .Replace("{out}", outFile, StringComparison.Ordinal)
            .Replace("{port}", $"{port}", StringComparison.Ordinal),
    };
}

/// <summary>The statements of Hostile/ and Benign/, by dialect.</summary>
public static class SqlCorpus
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<SqlDialect> Dialects { get; } = Enum.GetValues<SqlDialect>();

    public static IReadOnlyList<HostileStatement> Hostile(SqlDialect dialect) => Read<HostileStatement>($"Hostile/{FileName(dialect)}");

    public static IEnumerable<string> Benign(SqlDialect dialect) => [.. Read<string>("Benign/every"), .. Read<string>($"Benign/{FileName(dialect)}")];

    private static string FileName(SqlDialect dialect) => dialect.ToString().ToLowerInvariant();

    private static T[] Read<T>(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Sql", $"{name}.json"));
        return JsonSerializer.Deserialize<T[]>(file, Json)!;
    }
}
