using System.Globalization;
using DuckDB.NET.Data;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.DuckDb;

/// <summary>Appends rows to a temporary table, from which one statement writes them.</summary>
internal sealed class DuckDbWriter(WriterContext context) : DatabaseWriter(context, Rules)
{
    private static readonly ValueRules Rules = new(TakesNul: true, TakesInfinity: true, TakesNaN: true, TakesPrintedTimes: true);

    private readonly WriterContext _context = context;
    private readonly DuckDbStatements _sql = new(context);
    private int _stages;

    public override int BatchRows => 10_000;

    /// <summary>A statement that fails ends its transaction.</summary>
    protected override bool HasSavepoints => false;

    protected override int FewRows => 4;

    protected override bool JudgesRows => true;

    protected override Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => Task.Run(work, cancellationToken);

    protected override async Task<IReadOnlyList<RowRejection>> ApplyAsync(
        RowOperations operation, ArraySegment<object?[]> rows, bool expectsNew, CancellationToken cancellationToken)
    {
        var columns = _context.Needed(operation);
        var stage = await StageAsync(columns, rows, cancellationToken);
        var missing = operation == RowOperations.Update ? await MissingAsync(_sql.Missing(stage, columns), cancellationToken) : [];
        await ExecuteAsync(_sql.Write(operation, stage, columns), cancellationToken);
        await ExecuteAsync(DuckDbStatements.Drop(stage), cancellationToken);
        return missing;
    }

    /// <summary>Each row in a transaction of its own.</summary>
    protected override async Task<IReadOnlyList<RowRejection>> JudgeAsync(RowOperations operation, ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        var columns = _context.Needed(operation);
        var stage = await StageAsync(columns, rows, cancellationToken);
        var rejected = new List<RowRejection>();
        for (var number = 0; number < rows.Count; number++)
        {
            try
            {
                var written = await ExecuteAsync(_sql.Write(operation, stage, columns, number), cancellationToken);
                if (operation == RowOperations.Update && _context.Others.Count == 0)
                    rejected.AddRange(await MissingAsync(_sql.Missing(stage, columns, number), cancellationToken));
                else if (operation == RowOperations.Update && written == 0)
                    rejected.Add(RowErrors.NotFound.At(number));
            }
            catch (DuckDBException failure) when (ErrorOf(failure) is { } error)
            {
                rejected.Add(error.At(number));
            }
        }
        await ExecuteAsync(DuckDbStatements.Drop(stage), cancellationToken);
        return rejected;
    }

    private async Task<string> StageAsync(IReadOnlyList<int> columns, ArraySegment<object?[]> rows, CancellationToken cancellationToken)
    {
        var stage = string.Create(CultureInfo.InvariantCulture, $"rows_to_write_{++_stages}");
        await ExecuteAsync(_sql.Stage(stage, columns), cancellationToken);
        using var appender = ((DuckDBConnection)Connection).CreateAppender("temp", "main", stage);
        for (var number = 0; number < rows.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = appender.CreateRow().AppendValue(number);
            foreach (var at in columns)
                DuckDbStagedType.Append(row, _context.Fields[at], rows[number][at]);
            row.EndRow();
        }
        return stage;
    }

    protected override RowError? ErrorOf(Exception failure) => DuckDbRowErrors.Of(failure);

    protected override bool IsContention(Exception failure) => failure is DuckDBException duckDb && DuckDbConnector.IsContention(duckDb);
}
