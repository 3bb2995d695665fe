using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Liquid;
using FunctionsPlatform.Workflows.Definitions;
using FunctionsPlatform.Workflows.Steps;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>
/// Does the steps of runs. Each of its methods may be called again with the same call, also after a process died in the middle of it: what is recorded is answered again,
/// and what is not is done again with the same key for its effects.
/// </summary>
public sealed class StepEngine(
    RunStore store,
    WorkflowStore workflows,
    WorkflowSecrets secrets,
    DataSteps data,
    CallSteps calls,
    WriteSteps writes,
    JobSteps jobs,
    TimeProvider clock,
    IOptions<WorkflowOptions> options)
{
    /// <summary>How often the steps of a loop are run in all.</summary>
    private const int LongestLoop = 5_000;

    private static readonly TimeSpan UsualWait = TimeSpan.FromDays(7);
    private static readonly TimeSpan UsualJob = TimeSpan.FromHours(24);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstApprovalLook = TimeSpan.FromMinutes(1);

    /// <summary>Begins an attempt of a step, and does it where it needs nothing but this.</summary>
    public async Task<StepResult> BeginAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (await OpenAsync(call, cancellationToken) is not { } scope)
            return new StepResult(StepSignal.Over);
        var known = await store.FindStepAsync(call.Run.Id, call.Path, cancellationToken) ?? await ReuseAsync(scope, cancellationToken);
        if (known is not null && Known(known, call, scope) is { } answer)
            return answer;
        var record = new StepRecord(call.Path, scope.Step.Id, scope.Step.Work.Word, known?.StartedAt ?? clock.GetUtcNow()) { Attempt = call.Attempt, Job = known?.Job };
        await store.SetStepAsync(call.Run.Id, record, cancellationToken);
        return await AttemptAsync(scope, record, cancellationToken);
    }

    /// <summary>Looks at a step that waits.</summary>
    public async Task<StepResult> LookAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (await OpenAsync(call, cancellationToken) is not { } scope || await store.FindStepAsync(call.Run.Id, call.Path, cancellationToken) is not { } record)
            return new StepResult(StepSignal.Over);
        if (record.State != StepState.Waiting)
            return new StepResult(record.State == StepState.Failed ? StepSignal.Failed : StepSignal.Done);
        var isLate = clock.GetUtcNow() >= record.Until;
        switch (scope.Step.Work)
        {
            case StepWork.Delay:
                return isLate ? await EndAsync(scope, record, new StepOutput(), cancellationToken) : Waiting(record, record.Until - clock.GetUtcNow());
            case StepWork.Approval:
                if (record.Decision is { } decision)
                    return await EndAsync(scope, record, decision.IsApproved ? new StepOutput() : WorkflowErrors.Rejected(decision.Comment), cancellationToken);
                return isLate ? await EndAsync(scope, record, WorkflowErrors.NobodyApproved, cancellationToken) : Waiting(record, FirstApprovalLook);
            default:
                if (await jobs.FindEndAsync(scope, record.Job!.Value, cancellationToken) is { } end)
                    return await EndAsync(scope, record, end, cancellationToken);
                return isLate ? await EndAsync(scope, record, WorkflowErrors.TimedOut(record.Until!.Value - record.StartedAt), cancellationToken) : Waiting(record, FirstLook);
        }
    }

    /// <summary>Ends a step whose inner steps have been run.</summary>
    public async Task<StepResult> LeaveAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (await OpenAsync(call, cancellationToken) is null)
            return new StepResult(StepSignal.Over);
        await store.ChangeStepAsync(
            call.Run.Id,
            call.Path,
            step => step.IsOver ? null : step with
            {
                State = call.IsFailed ? StepState.Failed : StepState.Succeeded,
                Error = call.IsFailed ? WorkflowErrors.InnerStepFailed : null,
                FinishedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        return new StepResult(call.IsFailed ? StepSignal.Failed : StepSignal.Done);
    }

    /// <summary>Fails a step that could not be done for reasons of ours.</summary>
    public async Task GiveUpAsync(StepCall call, CancellationToken cancellationToken) => await store.ChangeStepAsync(
        call.Run.Id,
        call.Path,
        step => step.IsOver ? null : step with { State = StepState.Failed, Error = WorkflowErrors.Interrupted, FinishedAt = clock.GetUtcNow() },
        cancellationToken);

    private async Task<StepScope?> OpenAsync(StepCall call, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(call.Run, cancellationToken) is not { IsFinished: false } run)
            return null;
        var workflow = await workflows.FindAsync(run.Workspace, run.WorkflowId, cancellationToken);
        if (await workflows.FindVersionAsync(run.Workspace, run.WorkflowId, run.VersionId, cancellationToken) is not { } version)
            return null;
        var map = new WorkflowMap(version.Definition);
        var step = map.At(call.Path) ?? throw new InvalidOperationException("The run is at a step that its version does not have.");
        return new StepScope(store, workflow, run, map, step, call.Path, await secrets.ReadAsync(run.Workspace, run.WorkflowId, cancellationToken));
    }

    /// <summary>What is known already of a step; null where it is to be attempted.</summary>
    private static StepResult? Known(StepRecord record, StepCall call, StepScope scope) => record switch
    {
        { State: StepState.Succeeded or StepState.Skipped } => new StepResult(StepSignal.Done),
        { State: StepState.Failed } when record.Attempt >= call.Attempt => new StepResult(StepSignal.Failed),
        { State: StepState.Waiting } => Waiting(record, FirstLook) with { Job = JobOf(scope, record) },
        { State: StepState.Running, Entry: { } entry } => new StepResult(StepSignal.Enter, Entry: entry),
        _ => null,
    };

    /// <summary>The record of what the run that this one takes up has done already.</summary>
    private async Task<StepRecord?> ReuseAsync(StepScope scope, CancellationToken cancellationToken)
    {
        if (scope.Run.Request.RerunOf is not { } before || await store.FindStepAsync(before, scope.Path, cancellationToken) is not { } done)
            return null;
        if (!(done.State is StepState.Succeeded or StepState.Skipped) && done.Entry is null)
            return null;
        // One with others within is gone through again: it may have failed within.
        var reused = done with { IsReused = true, State = done.Entry is null ? done.State : StepState.Running, Error = null };
        if (await store.FindPapersAsync(scope.Run.Key with { Id = before }, scope.Path, cancellationToken) is { } papers)
            await store.WritePapersAsync(scope.Run.Key, scope.Path, papers, [], cancellationToken);
        await store.SetStepAsync(scope.Run.Id, reused, cancellationToken);
        return reused;
    }

    private async Task<StepResult> AttemptAsync(StepScope scope, StepRecord record, CancellationToken cancellationToken)
    {
        var limit = scope.Step is { Timeout: { } own, Work.Waits: false } ? own : options.Value.StepTimeout;
        using var late = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            if (!(await ConditionCheck.HoldAsync(scope.Step.When, scope, store, stop.Token)).Succeeded(out var isWanted, out var refusal))
                return await EndAsync(scope, record, refusal, cancellationToken);
            if (isWanted)
                return await DoAsync(scope, record, stop.Token);
            await store.SetStepAsync(scope.Run.Id, record with { State = StepState.Skipped, FinishedAt = clock.GetUtcNow() }, cancellationToken);
            return new StepResult(StepSignal.Done);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return await EndAsync(scope, record, WorkflowErrors.TimedOut(limit), cancellationToken);
        }
        catch (LiquidException unfit)
        {
            return await EndAsync(scope, record, WorkflowErrors.TemplateFailed(unfit.Message), cancellationToken);
        }
    }

    private async Task<StepResult> DoAsync(StepScope scope, StepRecord record, CancellationToken cancellationToken) => scope.Step.Work switch
    {
        StepWork.Question work => await EndAsync(scope, record, await data.AskAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.SavedQuery work => await EndAsync(scope, record, await data.RunSavedAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.Sql work => await EndAsync(scope, record, await data.RunSqlAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.Predict work => await EndAsync(scope, record, await data.PredictAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.Http work => await EndAsync(scope, record, await calls.CallAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.Slack work => await EndAsync(scope, record, await calls.PostToSlackAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.Mail work => await EndAsync(scope, record, await calls.MailAsync(work, scope, cancellationToken), cancellationToken),
        StepWork.WriteRows work => await EndAsync(
            scope, record, await writes.WriteAsync(work, scope, record.Job is not null, () => BeginWritingAsync(scope, record), cancellationToken), cancellationToken),
        StepWork.Sync or StepWork.RefreshDataset or StepWork.SubWorkflow => await StartJobAsync(scope, record, cancellationToken),
        StepWork.Delay work => await WaitAsync(scope, record, work.Duration, work.Duration, cancellationToken),
        StepWork.Approval work => await AskForApprovalAsync(work, scope, record, cancellationToken),
        StepWork.Branch work => await BranchAsync(work, scope, record, cancellationToken),
        StepWork.Loop work => await LoopAsync(work, scope, record, cancellationToken),
        StepWork.Parallel => await EnterAsync(scope, record, new StepEntry(0, 1), cancellationToken),
        _ => throw new InvalidOperationException($"There is no step of type {scope.Step.Work.Word}."),
    };

    private Task BeginWritingAsync(StepScope scope, StepRecord record) =>
        store.SetStepAsync(scope.Run.Id, record with { Job = scope.EffectId }, CancellationToken.None);

    private async Task<StepResult> StartJobAsync(StepScope scope, StepRecord record, CancellationToken cancellationToken)
    {
        if (scope.Run.Request.IsDry)
            return await EndAsync(scope, record, new StepOutput(), cancellationToken);
        if (!(await jobs.StartAsync(scope, record.Attempt, cancellationToken)).Succeeded(out var job, out var refusal))
            return await EndAsync(scope, record, refusal, cancellationToken);
        await WritePapersAsync(scope, null, cancellationToken);
        var waiting = record with { State = StepState.Waiting, Job = job, Until = clock.GetUtcNow() + (scope.Step.Timeout ?? UsualJob) };
        await store.SetStepAsync(scope.Run.Id, waiting, CancellationToken.None);
        return Waiting(waiting, FirstLook) with { Job = JobOf(scope, waiting) };
    }

    private async Task<StepResult> AskForApprovalAsync(StepWork.Approval work, StepScope scope, StepRecord record, CancellationToken cancellationToken)
    {
        scope.Input["message"] = work.Message is { } message ? await scope.RenderAsync(message, cancellationToken) : null;
        return await WaitAsync(scope, record, scope.Step.Timeout ?? UsualWait, FirstApprovalLook, cancellationToken);
    }

    private async Task<StepResult> WaitAsync(StepScope scope, StepRecord record, TimeSpan time, TimeSpan look, CancellationToken cancellationToken)
    {
        if (scope.Run.Request.IsDry)
            return await EndAsync(scope, record, new StepOutput(), cancellationToken);
        await WritePapersAsync(scope, null, cancellationToken);
        var waiting = record with { State = StepState.Waiting, Until = clock.GetUtcNow() + time };
        await store.SetStepAsync(scope.Run.Id, waiting, cancellationToken);
        return Waiting(waiting, look);
    }

    private async Task<StepResult> BranchAsync(StepWork.Branch work, StepScope scope, StepRecord record, CancellationToken cancellationToken) =>
        (await ConditionCheck.HoldAsync(work.Conditions, scope, store, cancellationToken)).Succeeded(out var holds, out var refusal)
            ? await EnterAsync(scope, record, new StepEntry(holds ? 0 : 1, 1), cancellationToken)
            : await EndAsync(scope, record, refusal, cancellationToken);

    private async Task<StepResult> LoopAsync(StepWork.Loop work, StepScope scope, StepRecord record, CancellationToken cancellationToken)
    {
        List<JsonElement> items;
        if (work.Rows is { } step)
        {
            if (await scope.OutputOfAsync(step, cancellationToken) is not { Columns: not null } rows)
                return await EndAsync(scope, record, WorkflowErrors.RowsMissing(step), cancellationToken);
            items = [.. RunValues.Objects(rows).Select(RunValues.ToElement)];
        }
        else
        {
            var text = await scope.RenderAsync(work.Items!, cancellationToken, Connectors.Http.Liquid.LiquidEncoding.Json);
            if (!JsonText.TryParse(text, out var array) || array.ValueKind != JsonValueKind.Array)
                return await EndAsync(scope, record, WorkflowErrors.ItemsInvalid, cancellationToken);
            items = [.. array.EnumerateArray()];
        }

        if (items.Count * (long)work.Steps.Count > LongestLoop)
            return await EndAsync(scope, record, WorkflowErrors.LoopTooLong(LongestLoop), cancellationToken);
        await WritePapersAsync(scope, new StepOutput(RowCount: null, Items: items), cancellationToken);
        return await EnterAsync(scope, record, new StepEntry(0, items.Count), cancellationToken);
    }

    private async Task<StepResult> EnterAsync(StepScope scope, StepRecord record, StepEntry entry, CancellationToken cancellationToken)
    {
        await store.SetStepAsync(scope.Run.Id, record with { Entry = entry }, cancellationToken);
        return new StepResult(StepSignal.Enter, Entry: entry);
    }

    private async Task<StepResult> EndAsync(StepScope scope, StepRecord record, Result<StepOutput> result, CancellationToken cancellationToken)
    {
        var isDone = result.Succeeded(out var output, out var error);
        await WritePapersAsync(scope, output, CancellationToken.None);
        var ended = record with
        {
            State = isDone ? StepState.Succeeded : StepState.Failed,
            Error = error,
            FinishedAt = clock.GetUtcNow(),
            RowCount = output?.Columns is null ? null : output.RowCount,
            Fingerprint = output?.Columns is null ? null : FingerprintOf(output),
            IsDry = isDone && scope.Run.Request.IsDry && (scope.Step.Work.HasEffects || scope.Step.Work is StepWork.Delay or StepWork.Approval),
        };
        await store.SetStepAsync(scope.Run.Id, ended, CancellationToken.None);
        return new StepResult(isDone ? StepSignal.Done : StepSignal.Failed);
    }

    private async Task WritePapersAsync(StepScope scope, StepOutput? output, CancellationToken cancellationToken)
    {
        // A step that was waiting was given what it was given when it began.
        var input = scope.Input.Count > 0 ? RunValues.ToElement(scope.Input) : (await store.FindPapersAsync(scope.Run.Key, scope.Path, cancellationToken))?.Input;
        if (input is not null || output is not null)
            await store.WritePapersAsync(scope.Run.Key, scope.Path, new StepPapers(input, output), scope.Secrets, cancellationToken);
    }

    private static StepResult Waiting(StepRecord record, TimeSpan? look) => new(StepSignal.Wait, record.Until, look);

    private static StartedJob? JobOf(StepScope scope, StepRecord record) => (scope.Step.Work, record.Job) switch
    {
        (StepWork.Sync sync, { } job) => new StartedJob(sync.SyncId, null, job),
        (StepWork.SubWorkflow other, { } job) => new StartedJob(null, new WorkflowRunKey(scope.Run.Workspace.Value, other.WorkflowId, job), job),
        _ => null,
    };

    private static string FingerprintOf(StepOutput output) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { output.RowCount, Columns = output.Columns!.Select(column => column.Name), output.Rows })));
}
