using FunctionsPlatform.Access;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Datasets;

/// <summary>Questions in plain language about a dataset.</summary>
public sealed class DatasetQuestions(Datasets datasets, DatasetQueries queries, Workspaces workspaces, IEnumerable<ITranslator> translators, TimeProvider clock)
{
    private const int LongestQuestion = 4_000;
    private const int MostValues = 100;
    private const int MostColumnsWithValues = 20;

    /// <summary>By the profile of the version, which never changes.</summary>
    private readonly TimedCache<string, SchemaCatalog> _schemas = new(TimeSpan.FromHours(1), clock, capacity: 200);

    /// <summary>The question as SQL over the dataset. It is guarded where it runs, as any SQL.</summary>
    public async Task<Result<TranslatedQuestion>> TranslateAsync(WorkspaceId workspace, Guid id, string question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(question) || question.Length > LongestQuestion)
            return DatasetErrors.QuestionInvalid(LongestQuestion);
        if (!(await datasets.GetAsync(workspace, id, cancellationToken)).Succeeded(out var dataset, out var refusal))
            return refusal;
        if (dataset.Current is null)
            return DatasetErrors.NotReady;
        var settings = await workspaces.GetAsync(workspace, cancellationToken);
        if (settings is null || translators.FirstOrDefault(candidate => candidate.Name == settings.Translator) is not { } translator)
            return DatasetErrors.NoTranslator;
        var request = new TranslationRequest(
            question.Trim(),
            (await _schemas.GetAsync($"{dataset.Current.Profile} {dataset.Name}", async () => await SchemaAsync(dataset, cancellationToken)))!,
            SqlDialect.DuckDb,
            TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone)),
            AllowSamples: settings.AllowSamples);
        return await translator.TranslateAsync(request, cancellationToken);
    }

    private async Task<SchemaCatalog> SchemaAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var version = dataset.Current!;
        var profile = await datasets.ProfileOfAsync(dataset, cancellationToken);
        var few = (profile?.Columns ?? []).Where(column => column.Distinct is > 0 and <= MostValues).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var columns = new List<SchemaColumn>();
        var asked = 0;
        foreach (var column in version.Columns)
        {
            var values = column.Kind == ColumnKind.Text && few.Contains(column.Name) && asked++ < MostColumnsWithValues ? await ValuesAsync(dataset, column, cancellationToken) : null;
            columns.Add(new SchemaColumn(column.Name, column.Type, column.Kind, column.IsNullable, values));
        }

        var table = new SchemaTable(null, dataset.Name, columns, [], [], version.RowCount, Description: dataset.Description);
        return new SchemaCatalog(null, [table], version.CreatedAt);
    }

    /// <summary>The values of a column that has few; null where it has many, or they cannot be read: questions are understood without them, only less often.</summary>
    private async Task<IReadOnlyList<string>?> ValuesAsync(Dataset dataset, DatasetColumn column, CancellationToken cancellationToken)
    {
        var (name, table) = (SqlDialect.DuckDb.Quote(column.Name), SqlDialect.DuckDb.Quote(dataset.Name));
        var read = await queries.ReadAsync(
            dataset.Workspace, dataset.Id, $"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL", new ReadLimits(queries.Timeout, MostValues), cancellationToken);
        if (!read.Succeeded(out var reader, out _))
            return null;
        await using var rows = reader;
        var values = new List<string>();
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } row)
                values.Add((string)row[0]!);
        }
        catch (ConnectorException)
        {
            return null;
        }

        return reader.IsTruncated ? null : values;
    }
}
