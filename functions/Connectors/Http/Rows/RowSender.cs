using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Connectors.Http.Json;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>Sends rows of one batch, and finds out which of them were refused.</summary>
internal sealed class RowSender(
    ApiClient client, RequestBuilder builder, JobRunner jobs, WriterScope writer, OperationPlan plan, WriteBatch batch, BatchOutcome outcome)
{
    private ErrorRules Errors => client.Errors;

    public Task SendAsync(IReadOnlyList<int> rows, CancellationToken cancellationToken) =>
        plan.Lookup is { } lookup ? LookUpAsync(lookup, rows, cancellationToken) : SendAsync(new Part(plan.Request!, rows), cancellationToken);

    private async Task LookUpAsync(LookupPlan lookup, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var names = await TryAsync(rows, async () =>
        {
            var (verdict, answer) = await client.SendAsync(builder.Build(lookup.Request, new RequestScope(writer, batch, rows)), cancellationToken);
            return verdict == Verdict.Fine && answer.Json is { } json
                ? LookupReader.Read(lookup, json)
                : throw new ConnectorException(ConnectorFailure.StatementFailed, client.Clean(Errors.Describe(answer).Message));
        });
        if (names is null)
            return;
        var found = rows.Where(row => names.ContainsKey(KeyOf(row))).ToDictionary(row => row, row => names[KeyOf(row)]);
        if (plan.Found is { } change && found.Count > 0)
            await SendAsync(new Part(change, [.. found.Keys], found), cancellationToken);
        var missing = rows.Where(row => !found.ContainsKey(row)).ToList();
        if (plan.Missing is { } add && missing.Count > 0)
            await SendAsync(new Part(add, missing), cancellationToken);
        else if (batch.Operation == RowOperations.Update)
            missing.ForEach(row => outcome.Reject(row, "row_not_found", "The destination has no row of that key."));
    }

    private string KeyOf(int row) => JsonCells.Text(batch.Rows[row][writer.KeyPlaces[0]]);

    private async Task SendAsync(Part part, CancellationToken cancellationToken)
    {
        if (outcome.HasFailed)
        {
            outcome.LeaveOut(part.Rows);
            return;
        }
        var scope = new RequestScope(writer, batch, part.Rows, part.Found);
        ApiRequest request;
        try
        {
            request = builder.Build(part.Request, scope);
        }
        catch (LiquidException e) when (part.Rows.Count == 1)
        {
            outcome.Reject(part.Rows[0], "template_failed", client.Clean(e.Message));
            return;
        }
        catch (LiquidException)
        {
            await HalveAsync(part, cancellationToken);
            return;
        }
        if (await TryAsync(part.Rows, () => client.SendAsync(request, cancellationToken)) is not { } answered)
            return;
        if (answered.Verdict == Verdict.Fine)
            await AcceptAsync(part, scope, answered.Answer, cancellationToken);
        else
            await RefuseAsync(part, scope, answered.Answer, cancellationToken);
    }

    private async Task AcceptAsync(Part part, RequestScope scope, ApiAnswer answer, CancellationToken cancellationToken)
    {
        outcome.Accept();
        var (results, job) = (part.Request.Results, part.Request.Job);
        if (job is null && (results.Count == 0 || answer.Body.IsEmpty))
            return;
        var told = await TryAsync(part.Rows, async () =>
        {
            var json = answer.Json ?? throw new OutcomeUnknownException("The destination took the request, and its answer cannot be read.");
            return job is null ? new Told(json, null) : await jobs.RunAsync(job, scope.After(json), cancellationToken);
        });
        if (told is null)
            return;
        var (failures, unassigned) = Read(part, told.Answer, scope, ofRefusal: false);
        if (told.FailedCount is { } count)
            unassigned = Math.Max(unassigned, count - failures.Count);
        Reject(part, failures);
        if (unassigned > 0)
            await FindAsync(part.Without(failures), unassigned, cancellationToken);
    }

    /// <summary>Some rows failed, and the answer does not say which.</summary>
    private async Task FindAsync(Part part, int failed, CancellationToken cancellationToken)
    {
        if (part.Rows.Count == 1)
            outcome.Reject(part.Rows[0], "row_refused", "The destination refused the row, and did not say why.");
        else if (part.Request.IsRepeatable)
            await HalveAsync(part, cancellationToken);
        else
            outcome.LoseTrackOf(part.Rows, $"The destination refused {failed} of {part.Rows.Count} rows, and did not say which.");
    }

    private async Task RefuseAsync(Part part, RequestScope scope, ApiAnswer answer, CancellationToken cancellationToken)
    {
        var (code, message) = Errors.Describe(answer);
        var failures = answer.Json is { } json ? Read(part, json, scope, ofRefusal: true).Failures : [];
        var isWhole = plan.IsAtomic || part.Request.IsRepeatable;
        if (part.Rows.Count == 1)
        {
            var failure = failures.Find(failure => failure.Code is not null);
            RejectUnlessFine(part.Rows[0], failure?.Code ?? code, failure?.Message ?? message, answer.Status, Errors.CodeOf(answer));
        }
        else if (failures.Count > 0 && isWhole)
        {
            Reject(part, failures);
            if (part.Without(failures) is { Rows.Count: > 0 } good)
                await SendAsync(good, cancellationToken);
        }
        // One that is too large was not read.
        else if (isWhole || answer.Status == 413)
        {
            await HalveAsync(part, cancellationToken);
        }
        else
        {
            for (var at = 0; at < part.Rows.Count; at++)
            {
                var failure = failures.Find(failure => failure.Row == at);
                outcome.Reject(part.Rows[at], failure?.Code ?? code, client.Clean(failure?.Message ?? message));
            }
        }
    }

    private async Task HalveAsync(Part part, CancellationToken cancellationToken)
    {
        await SendAsync(part with { Rows = [.. part.Rows.Take(part.Rows.Count / 2)] }, cancellationToken);
        await SendAsync(part with { Rows = [.. part.Rows.Skip(part.Rows.Count / 2)] }, cancellationToken);
    }

    private static (List<RowFailure> Failures, int Unassigned) Read(Part part, JsonElement json, RequestScope scope, bool ofRefusal)
    {
        var read = part.Request.Results.Where(reader => reader.IsOfRefusal == ofRefusal).Select(reader => reader.Read(json, scope)).ToList();
        return ([.. read.SelectMany(one => one.Failures).DistinctBy(failure => failure.Row)], read.Sum(one => one.Unassigned));
    }

    private void Reject(Part part, List<RowFailure> failures) =>
        failures.ForEach(failure => RejectUnlessFine(part.Rows[failure.Row], failure.Code ?? "row_refused", failure.Message, status: 0, failure.NativeCode));

    /// <summary>What is gone already need not be deleted, and what is there already need not be added.</summary>
    private void RejectUnlessFine(int row, string code, string message, int status, string? nativeCode)
    {
        var isMissing = Errors.NotFound.Has(status, nativeCode);
        if ((isMissing && batch.Operation == RowOperations.Delete) || (batch.Operation == RowOperations.Insert && Errors.Exists.Has(status, nativeCode)))
            return;
        outcome.Reject(row, isMissing && batch.Operation == RowOperations.Update ? "row_not_found" : code, client.Clean(message));
    }

    /// <summary>Runs what may fail for reasons that are not about rows, and records that.</summary>
    private async Task<T?> TryAsync<T>(IReadOnlyList<int> rows, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (ConnectorException e)
        {
            outcome.Fail(rows, e);
        }
        catch (OutcomeUnknownException e) when (plan.IsRepeatable)
        {
            // A part of a batch that as a whole can be sent again.
            outcome.Fail(rows, new ConnectorException(ConnectorFailure.ConnectionLost, client.Clean(e.Message), e));
        }
        catch (OutcomeUnknownException e)
        {
            outcome.LoseTrackOf(rows, client.Clean(e.Message));
        }
        catch (LiquidException e)
        {
            foreach (var row in rows)
                outcome.Reject(row, "template_failed", client.Clean(e.Message));
        }
        return default;
    }

    /// <summary>Rows that go into one request.</summary>
    private sealed record Part(RequestPlan Request, IReadOnlyList<int> Rows, IReadOnlyDictionary<int, string>? Found = null)
    {
        public Part Without(List<RowFailure> failures)
        {
            var failed = failures.Select(failure => failure.Row).ToHashSet();
            return this with { Rows = [.. Rows.Where((_, at) => !failed.Contains(at))] };
        }
    }
}
