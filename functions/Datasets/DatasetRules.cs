using System.Text.RegularExpressions;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Datasets.Imports;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets;

/// <summary>What can be kept as a dataset.</summary>
internal sealed partial class DatasetRules(Connections.Connections connections)
{
    private const int LongestDescription = 2_000;
    private const int LongestNullText = 20;
    private const int LongestFormat = 50;

    public async Task<ApiError?> CheckAsync(WorkspaceId workspace, string name, string? description, DatasetSource source, ReadOptions options, CancellationToken cancellationToken)
    {
        var wrong = new List<FieldError>();
        if (!TableName().IsMatch(name))
            wrong.Add(new("$.name", "A name begins with a letter or _ and has 1 to 63 letters, digits, spaces, - and _: queries name the dataset by it."));
        if (description?.Length > LongestDescription)
            wrong.Add(new("$.description", $"At most {LongestDescription:N0} characters."));
        if (options.Delimiter is '"' or '\r' or '\n' or '\0' or > '\x7f')
            wrong.Add(new("$.source.delimiter", "One ASCII character that is neither a quote nor a line end."));
        if (options.NullText.Length > LongestNullText)
            wrong.Add(new("$.source.null_text", $"At most {LongestNullText} characters."));
        wrong.AddRange(options.Columns.SelectMany(Check));
        if (options.Columns.DistinctBy(column => column.Name.ToUpperInvariant()).Count() < options.Columns.Count)
            wrong.Add(new("$.columns", "A column is named twice."));
        return wrong.Count > 0 ? DatasetErrors.Invalid(wrong) : source.Type == DatasetSourceType.Query ? await CheckAsync(workspace, source, cancellationToken) : null;
    }

    private async Task<ApiError?> CheckAsync(WorkspaceId workspace, DatasetSource source, CancellationToken cancellationToken)
    {
        if (source.ConnectionId is not { } connection || source.Sql is not { } sql)
            return DatasetErrors.Invalid(new FieldError("$.source", "A query has a connection_id, and a query or a table."));
        if (!(await connections.OpenAsync(workspace, connection, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        return SqlGuard.Check(sql, open.Connector.Dialect).Succeeded(out _, out var refusal) ? null : refusal;
    }

    private static IEnumerable<FieldError> Check(DeclaredColumn column, int at)
    {
        if (column.Kind is ColumnKind.Binary or ColumnKind.Other)
            yield return new($"$.columns[{at}].type", "Not a type that a column can be declared to have.");
        if (column.Format is not null && column.Kind is not (ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampTz or ColumnKind.Time))
            yield return new($"$.columns[{at}].format", "Only dates and times have a format.");
        if (column.Format is { Length: 0 or > LongestFormat } || column.Format?.Contains('%', StringComparison.Ordinal) == false)
            yield return new($"$.columns[{at}].format", $"As strptime has it, at most {LongestFormat} characters: %d/%m/%Y.");
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd} _-]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}
