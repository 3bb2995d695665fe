using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Predictions;
using FunctionsPlatform.Questions;
using FunctionsPlatform.Workflows.Definitions;
using FunctionsPlatform.Workflows.Runs;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Workflows.Steps;

/// <summary>Steps that find something out. Each can be done again.</summary>
public sealed class DataSteps(Questions.Questions questions, Connections.Connections connections, Predictions.Predictions predictions, IOptions<WorkflowOptions> options)
{
    internal async Task<Result<StepOutput>> AskAsync(StepWork.Question work, StepScope scope, CancellationToken cancellationToken)
    {
        var text = await scope.RenderAsync(work.Text, cancellationToken);
        scope.Input["question"] = text;
        return (await questions.AskAsync(scope.Run.Workspace, new Ask(work.ConnectionId, text), cancellationToken)).Succeeded(out var answered, out var refusal)
            ? Output(answered.Answer, new JsonObject { ["sql"] = answered.Question.Sql, ["query_id"] = Question.PublicId.Format(answered.Question.Id) })
            : refusal;
    }

    internal async Task<Result<StepOutput>> RunSavedAsync(StepWork.SavedQuery work, StepScope scope, CancellationToken cancellationToken)
    {
        scope.Input["query_id"] = Question.PublicId.Format(work.QueryId);
        return (await questions.RunAgainAsync(scope.Run.Workspace, work.QueryId, cancellationToken)).Succeeded(out var answer, out var refusal) ? Output(answer, []) : refusal;
    }

    internal async Task<Result<StepOutput>> RunSqlAsync(StepWork.Sql work, StepScope scope, CancellationToken cancellationToken)
    {
        if (!(await connections.OpenAsync(scope.Run.Workspace, work.ConnectionId, cancellationToken)).Succeeded(out var open, out var refusal))
            return refusal;
        var template = SqlTemplate.Parse(work.Statement).Template!;
        if (!template.Render(open.Connector.Dialect, await scope.ValuesAsync(template.Variables, cancellationToken)).Succeeded(out var sql, out refusal))
            return refusal;
        scope.Input["sql"] = sql;
        return (await questions.RunSqlAsync(scope.Run.Workspace, work.ConnectionId, sql, cancellationToken)).Succeeded(out var answer, out refusal) ? Output(answer, []) : refusal;
    }

    internal async Task<Result<StepOutput>> PredictAsync(StepWork.Predict work, StepScope scope, CancellationToken cancellationToken)
    {
        JsonElement? features = null;
        if (work.Rows is { } step)
        {
            if (await scope.OutputOfAsync(step, cancellationToken) is not { Columns: not null } rows)
                return WorkflowErrors.RowsMissing(step);
            features = RunValues.ToElement(RunValues.Objects(rows));
        }
        else if (work.Features is { } template)
        {
            if (!JsonText.TryParse(await scope.RenderAsync(template, cancellationToken, Connectors.Http.Liquid.LiquidEncoding.Json), out var json))
                return WorkflowErrors.TemplateFailed("what it gives is no JSON.");
            features = json;
        }

        scope.Input["features"] = features is { } given ? RunValues.ToNode(given) : null;
        scope.Input["horizon"] = work.Horizon;
        if (!(await predictions.PredictAsync(scope.Run.Workspace, work.ModelId, new ModelInput(features, work.Horizon), cancellationToken)).Succeeded(out var answer, out var refusal))
            return refusal;
        var made = JsonSerializer.SerializeToNode(answer.Predictions.Take(options.Value.MaxRows).Select(prediction => prediction.Value));
        return new StepOutput(Values: RunValues.ToElement(new JsonObject
        {
            ["model_version"] = answer.Version,
            ["prediction"] = answer.Predictions.Count > 0 ? JsonSerializer.SerializeToNode(answer.Predictions[0].Value) : null,
            ["predictions"] = made,
        }));
    }

    private StepOutput Output(Answer answer, JsonObject values)
    {
        values["summary"] = answer.Summary;
        return RunValues.OutputOf(answer.Frame, options.Value.MaxRows, options.Value.MaxBytes, values);
    }
}
