using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace Bench.Accuracy;

/// <summary>A database of the question set that questions are put to; the rows of a statement are read once.</summary>
internal sealed class AskedDatabase : IDisposable
{
    /// <summary>What relative dates refer to where a question does not say.</summary>
    public static readonly DateTimeOffset Clock = new(2024, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly SqliteDatabase _database;
    private readonly SchemaCatalog _schema;
    private readonly Dictionary<string, List<object?[]>?> _results = [];

    private AskedDatabase(SqliteDatabase database, SchemaCatalog schema) => (_database, _schema) = (database, schema);

    public static async Task<AskedDatabase> OpenAsync(string folder, string name)
    {
        var schema = await SqliteDatabase.DiscoverAsync(folder, name + ".sqlite");
        return new AskedDatabase(new SqliteDatabase(Path.Combine(folder, name + ".sqlite")), schema);
    }

    public Task<Result<TranslatedQuestion>> AskAsync(ITranslator translator, string question, DateTimeOffset? now = null) => translator.TranslateAsync(
        new TranslationRequest(question, _schema, SqlDialect.Sqlite, now ?? Clock, Probe: (sql, _) => Task.FromResult(Probe(Rows(sql)))), CancellationToken.None);

    public List<object?[]>? Rows(string sql)
    {
        if (!_results.TryGetValue(sql, out var rows))
        {
            _results[sql] = rows = _database.Run(sql);
        }

        return rows;
    }

    public void Dispose() => _database.Dispose();

    private static ProbedRows Probe(List<object?[]>? rows) =>
        rows is null ? ProbedRows.Fails : rows.Count == 0 || (rows.Count == 1 && Array.TrueForAll(rows[0], value => value is null)) ? ProbedRows.None : ProbedRows.Some;
}
