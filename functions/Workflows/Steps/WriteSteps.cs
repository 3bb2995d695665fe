using FunctionsPlatform.Connections;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Workflows.Steps;

/// <summary>Writes rows that a step has found to a destination.</summary>
public sealed class WriteSteps(Destinations.Destinations destinations)
{
    /// <param name="wasBegun">Whether an earlier attempt may have sent rows.</param>
    /// <param name="begin">Takes note that rows are about to be sent which would be there twice if they were sent again.</param>
    internal async Task<Result<StepOutput>> WriteAsync(StepWork.WriteRows work, StepScope scope, bool wasBegun, Func<Task> begin, CancellationToken cancellationToken)
    {
        if (!(await scope.RowsOfAsync(work.Rows, cancellationToken)).Succeeded(out var frame, out var refusal)
            || !(await destinations.OpenAsync(scope.Run.Workspace, work.DestinationId, cancellationToken)).Succeeded(out var open, out refusal)
            || !(await destinations.StreamAsync(open, work.Stream, refresh: false, cancellationToken)).Succeeded(out var stream, out refusal)
            || !Columns(work, frame).Succeeded(out var columns, out refusal))
            return refusal;
        scope.Input["stream"] = work.Stream;
        scope.Input["operation"] = work.Operation.ToString().ToLowerInvariant();
        scope.Input["rows"] = frame.Rows.Count;
        if (scope.Run.Request.IsDry)
            return new StepOutput();
        try
        {
            var target = new WriteTarget(stream, [.. columns.Select(column => new ResultColumn(column.Field, frame.Columns[column.At].Kind))], work.Key, work.Operation);
            if (!(await open.Kind.OpenAsync(open.Settings, target, cancellationToken)).Succeeded(out var opened, out refusal))
                return refusal;
            await using var writer = opened;
            if (!writer.IsRepeatable(work.Operation))
            {
                if (wasBegun)
                    return WorkflowErrors.OutcomeUnknown;
                await begin();
            }

            return await WriteAsync(writer, work, scope.EffectId, [.. frame.Rows.Select(row => columns.Select(column => row[column.At]).ToArray())], cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return ConnectionErrors.From(failure);
        }
    }

    private static async Task<Result<StepOutput>> WriteAsync(
        IRowWriter writer, StepWork.WriteRows work, Guid effect, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        var rejected = new List<RowRejection>();
        foreach (var (number, batch) in rows.Chunk(Math.Max(1, writer.BatchRows)).Index())
            rejected.AddRange(await writer.WriteAsync(new WriteBatch(new BatchId(effect, 0, number), work.Operation, batch), cancellationToken));
        return rejected.Count == 0
            ? new StepOutput(Values: RunValues.ToElement(new System.Text.Json.Nodes.JsonObject { ["written"] = rows.Count }))
            : WorkflowErrors.RowsRejected(rejected.Count, rejected[0].Message);
    }

    private static Result<IReadOnlyList<(string Field, int At)>> Columns(StepWork.WriteRows work, ResultFrame frame)
    {
        var names = frame.Columns.Select(column => column.Name).ToList();
        var wanted = work.Columns.Count > 0 ? work.Columns.Select(pair => (Field: pair.Key, Column: pair.Value)) : names.Select(name => (Field: name, Column: name));
        var columns = new List<(string, int)>();
        foreach (var (field, column) in wanted)
        {
            if (names.IndexOf(column) is var at and >= 0)
                columns.Add((field, at));
            else
                return WorkflowErrors.ColumnMissing(work.Rows, column);
        }

        return Result.Of<IReadOnlyList<(string, int)>>(columns);
    }
}
