using System.Globalization;
using System.Text.Json;
using FunctionsPlatform.Connectors.Http.Client;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>What tells of the rows in the end, and how many of them failed if that is told apart.</summary>
internal sealed record Told(JsonElement Answer, int? FailedCount);

/// <summary>Waits for jobs that a request only started.</summary>
internal sealed class JobRunner(ApiClient client, RequestBuilder builder, TimeProvider clock)
{
    public async Task<Told> RunAsync(JobPlan job, RequestScope scope, CancellationToken cancellationToken)
    {
        var state = await WaitAsync(job, scope, cancellationToken);
        var failed = job.FailedCount?.FindText(state) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : (int?)null;
        return new Told(job.Errors is { } errors && failed != 0 ? await AskAsync(errors, scope, cancellationToken) : state, failed);
    }

    private async Task<JsonElement> WaitAsync(JobPlan job, RequestScope scope, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var answer = await AskAsync(job.Poll, scope, cancellationToken);
            var state = job.State.FindText(answer) ?? "";
            if (job.Done.Contains(state))
                return answer;
            if (job.Failed.Contains(state))
                throw new OutcomeUnknownException($"The destination's job ended as '{state}'{(job.Message?.FindText(answer) is { } message ? $": {message}" : "")}.");
            if (clock.GetElapsedTime(begun) > job.Timeout)
                throw new OutcomeUnknownException($"The destination's job did not end within {job.Timeout.TotalSeconds:0} seconds.");
            await Task.Delay(job.Every, clock, cancellationToken);
        }
    }

    private async Task<JsonElement> AskAsync(RequestPlan request, RequestScope scope, CancellationToken cancellationToken)
    {
        try
        {
            var (verdict, answer) = await client.SendAsync(builder.Build(request, scope), cancellationToken);
            return verdict == Verdict.Fine && answer.Json is { } json
                ? json
                : throw new OutcomeUnknownException($"The destination does not tell of its job: {client.Errors.Describe(answer).Message}");
        }
        catch (Exception e) when (e is LiquidException or ConnectorException)
        {
            // The job goes on, whether we see it or not.
            throw new OutcomeUnknownException($"The destination does not tell of its job: {e.Message}", e);
        }
    }
}
