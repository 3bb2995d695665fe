using DuckDB.NET.Data;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Bulk;
using FunctionsPlatform.Connectors.DuckDb;
using FunctionsPlatform.Datasets.Files;
using FunctionsPlatform.Datasets.Profiles;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Datasets.Imports;

/// <summary>Makes a version of content: read, typed, written, looked at. Memory is bounded, whatever the size.</summary>
internal sealed class ImportRunner(DatasetFiles files, Connections.Connections connections, IOptions<DatasetOptions> options, TimeProvider clock)
{
    /// <summary>Files that a version may have before rows are added to them all anew.</summary>
    private const int MostParts = 20;

    /// <summary>Of a file on this machine.</summary>
    public Task<Result<ImportedVersion>> RunAsync(Dataset dataset, PendingImport import, string file, CancellationToken cancellationToken) => RunAsync(
        dataset,
        import,
        (work, token) => WorkDatabase.RunAsync(Limits(work, [file]), session => Read(session, work, file, dataset, import), token),
        cancellationToken);

    /// <summary>Of rows.</summary>
    public Task<Result<ImportedVersion>> RunAsync(Dataset dataset, PendingImport import, BulkReader rows, CancellationToken cancellationToken) => RunAsync(
        dataset,
        import,
        async (work, token) =>
        {
            var raw = await RowIntake.ReadAsync(rows, work, options.Value.MaxRows, options.Value.MaxColumns, token);
            return await WorkDatabase.RunAsync(Limits(work, []), session => Write(session, work, raw, PlanOf(session, raw, dataset, import)), token);
        },
        cancellationToken);

    /// <summary>Of what the dataset's own query gives now.</summary>
    public async Task<Result<ImportedVersion>> RunAsync(Dataset dataset, PendingImport import, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(dataset.Workspace, dataset.Source.ConnectionId!.Value, cancellationToken)).Succeeded(out var open, out var missing))
            return missing;
        if (!SqlGuard.Check(dataset.Source.Sql!, open.Connector.Dialect).Succeeded(out var statement, out var refusal))
            return refusal;
        try
        {
            await using var rows = await BulkReader.OpenAsync(open.Connector, open.Settings, statement, options.Value.ImportTimeout, cancellationToken);
            return await RunAsync(dataset, import, rows, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    private async Task<Result<ImportedVersion>> RunAsync(
        Dataset dataset, PendingImport import, Func<string, CancellationToken, Task<WrittenPart>> write, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.ImportTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var work = files.CreateWorkDirectory();
        try
        {
            var written = await write(work.Path, either.Token);
            return import.Options.OnUnreadable == UnreadablePolicy.Refuse && !written.Report.IsClean
                ? DatasetErrors.ValuesUnreadable(written.Report)
                : await StoreAsync(dataset, import, work.Path, written, either.Token);
        }
        catch (ImportException refused)
        {
            return refused.Error;
        }
        catch (DuckDBException failure)
        {
            return failure.Message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase)
                ? DatasetErrors.TooLarge("it takes more memory than an import may.")
                : DatasetErrors.Unreadable(import.Options.Format == FileFormat.Parquet ? "it is no Parquet file, or a broken one." : "it is not of the format that was said.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return DatasetErrors.ImportTimedOut(options.Value.ImportTimeout);
        }
    }

    private WorkLimits Limits(string work, IReadOnlyList<string> readable) =>
        new(work, options.Value.ImportMemoryMb, KeepsOrder: true) { SpillMb = options.Value.MaxExpandedMb, Files = readable };

    private WrittenPart Read(WorkSession session, string work, string file, Dataset dataset, PendingImport import)
    {
        if (import.Options.Format == FileFormat.Parquet)
            return Write(session, work, new RawTable([file], [], []), PlanOfParquet(session, file, dataset, import));
        var raw = import.Options.Format == FileFormat.Csv
            ? CsvIntake.Read(session, work, file, import.Options)
            : JsonLinesIntake.Read(session, work, file, options.Value.MaxColumns);
        return Write(session, work, raw, PlanOf(session, raw, dataset, import));
    }

    private IReadOnlyList<ColumnPlan> PlanOf(WorkSession session, RawTable raw, Dataset dataset, PendingImport import)
    {
        ImportLimits.CheckColumns(raw.Columns.Count, options.Value.MaxColumns);
        ImportLimits.CheckNames([.. raw.Columns.Select(column => column.Name)]);
        if (ColumnsBefore(dataset, import) is not { } columns)
            return new TypeChoice(session, raw).Plan(import.Options.Columns);
        return Match(columns, [.. raw.Columns.Select(column => column.Name)], (column, at) => raw.Columns[at] switch
        {
            { Known: { } kind } when kind != ColumnKind.Decimal => ColumnPlan.OfValues(column.Name, $"c{at}", column.Kind, column.Type),
            _ => ColumnPlan.OfText(column.Name, $"c{at}", column.Kind, column.Type, FormatOf(column.Name, import.Options)),
        });
    }

    private IReadOnlyList<ColumnPlan> PlanOfParquet(WorkSession session, string file, Dataset dataset, PendingImport import)
    {
        var plans = ParquetIntake.Plan(session, file, options.Value);
        ImportLimits.CheckColumns(plans.Count, options.Value.MaxColumns);
        ImportLimits.CheckNames([.. plans.Select(plan => plan.Name)]);
        return ColumnsBefore(dataset, import) is { } columns
            ? Match(columns, [.. plans.Select(plan => plan.Name)], (column, at) => ColumnPlan.OfValues(column.Name, plans[at].Value, column.Kind, column.Type))
            : plans;
    }

    /// <summary>The columns that content has to have because it is added to what is there; null where it has its own.</summary>
    private static IReadOnlyList<DatasetColumn>? ColumnsBefore(Dataset dataset, PendingImport import) => import.Appends ? dataset.Current?.Columns : null;

    private static List<ColumnPlan> Match(IReadOnlyList<DatasetColumn> columns, List<string> names, Func<DatasetColumn, int, ColumnPlan> plan)
    {
        if (names.Find(name => columns.All(column => !Same(column.Name, name))) is { } unknown)
            throw new ImportException(DatasetErrors.ColumnsInvalid($"the dataset has no column '{unknown}'."));
        return [.. columns.Select(column => names.FindIndex(name => Same(column.Name, name)) is >= 0 and var at ? plan(column, at) : ColumnPlan.Missing(column))];
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static string? FormatOf(string name, ReadOptions read) => read.Columns.FirstOrDefault(column => Same(column.Name, name))?.Format;

    private WrittenPart Write(WorkSession session, string work, RawTable raw, IReadOnlyList<ColumnPlan> plans)
    {
        var part = Path.Combine(work, "part.parquet");
        session.Execute($"COPY (SELECT {string.Join(", ", plans.Select(plan => plan.Selected))} FROM {raw.Table}) TO {WorkSession.Quote(part)} (FORMAT parquet, COMPRESSION zstd)");
        var rows = 0L;
        session.Query($"SELECT num_rows FROM parquet_file_metadata({WorkSession.Quote(part)})", row => rows = row.GetInt64(0));
        ImportLimits.CheckRows(rows, options.Value.MaxRows);
        return new WrittenPart(part, rows, plans, ReportOf(session, raw, plans, rows));
    }

    private static ImportReport ReportOf(WorkSession session, RawTable raw, IReadOnlyList<ColumnPlan> plans, long rows)
    {
        var problems = raw.Broken.Take(ImportReport.MostProblems).Select(broken => new ImportProblem(broken.Row, null, broken.Reason)).Concat(raw.Odd).ToList();
        var unreadable = raw.OddValues;
        foreach (var group in plans.Where(plan => plan.Given is not null).Chunk(ImportLimits.ColumnsAtATime))
        {
            var failing = new List<ColumnPlan>();
            session.Query($"SELECT {string.Join(", ", group.Select(plan => $"count(*) FILTER ({plan.Unreadable})"))} FROM {raw.Table}", row =>
            {
                for (var at = 0; at < group.Length; at++)
                {
                    unreadable += row.GetInt64(at);
                    if (row.GetInt64(at) > 0)
                        failing.Add(group[at]);
                }
            });
            foreach (var plan in failing)
                session.Query(
                    $"SELECT n FROM {raw.From} WHERE {plan.Unreadable} LIMIT {ImportReport.MostProblems}",
                    row => problems.Add(new ImportProblem(raw.PlaceOf(row.GetInt64(0)), plan.Name, plan.Reason)));
        }

        return new ImportReport(rows, raw.Broken.Count, unreadable, [.. problems.OrderBy(problem => problem.Row).Take(ImportReport.MostProblems)]);
    }

    private async Task<ImportedVersion> StoreAsync(Dataset dataset, PendingImport import, string work, WrittenPart written, CancellationToken cancellationToken)
    {
        var before = import.Appends ? dataset.Current : null;
        var number = (dataset.Current?.Number ?? 0) + 1;
        // Both in the name: no other version has it, and what a try left that was broken off is written over by the next.
        var name = $"{DatasetFiles.FolderOf(dataset.Workspace, dataset.Id)}{number}-{import.Id:N}";
        var (blob, profileBlob) = ($"{name}.parquet", $"{name}.json");
        using var earlier = await files.LeaseAsync(dataset.Workspace, before?.Parts ?? [], cancellationToken);
        var joins = before?.Parts.Count >= MostParts;
        var (part, rows) = joins ? await JoinAsync(work, [.. earlier.Paths, written.Path], cancellationToken) : (written.Path, written.Rows);
        var parts = new List<DatasetPart>(joins ? [] : before?.Parts ?? []) { new(blob, rows, new FileInfo(part).Length) };
        var total = parts.Sum(kept => kept.Rows);
        if (total > options.Value.MaxRows)
            throw new ImportException(DatasetErrors.TooLarge($"the dataset would have more than {options.Value.MaxRows:N0} rows."));

        IReadOnlyList<string> all = joins ? [part] : [.. earlier.Paths, part];
        DatasetColumn[] columns = [.. written.Plans.Select(plan => new DatasetColumn(plan.Name, plan.Kind, plan.Type, true))];
        var profile = await WorkDatabase.RunAsync(
            Limits(work, all) with { KeepsOrder = false }, session => Profiler.Profile(session, all, columns, total, written.Report.UnreadableValues), cancellationToken);
        columns = [.. columns.Zip(profile.Columns, (column, found) => column with { IsNullable = found.Nulls > 0 })];
        await files.AddPartAsync(dataset.Workspace, blob, part, cancellationToken);
        await files.WriteJsonAsync(profileBlob, profile, cancellationToken);
        var version = new DatasetVersion(number, columns, parts, profileBlob, profile.Score, clock.GetUtcNow());
        return new ImportedVersion(version, written.Report);
    }

    private Task<(string Part, long Rows)> JoinAsync(string work, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        WorkDatabase.RunAsync(
            Limits(work, parts),
            session =>
            {
                var (joined, rows) = (Path.Combine(work, "joined.parquet"), 0L);
                session.Execute($"COPY (SELECT * FROM read_parquet({WorkSession.List(parts)})) TO {WorkSession.Quote(joined)} (FORMAT parquet, COMPRESSION zstd)");
                session.Query($"SELECT num_rows FROM parquet_file_metadata({WorkSession.Quote(joined)})", row => rows = row.GetInt64(0));
                return (joined, rows);
            },
            cancellationToken);
}

internal sealed record ImportedVersion(DatasetVersion Version, ImportReport Report);

/// <summary>A file with the rows that were read.</summary>
internal sealed record WrittenPart(string Path, long Rows, IReadOnlyList<ColumnPlan> Plans, ImportReport Report);
