using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Dashboards;

/// <summary>Reads all widgets of a dashboard, some at a time, each with a limit of its own. One that fails has its error; the others have their data.</summary>
public sealed partial class DashboardReader(
    WidgetReader widgets, Questions.Questions questions, TimeProvider clock, IOptions<DashboardOptions> options, ILogger<DashboardReader> logger)
{
    /// <param name="isForced">Whether results that were read before are passed over.</param>
    public async Task<DashboardData> ReadAsync(Dashboard dashboard, FilterValues filters, bool isForced, CancellationToken cancellationToken)
    {
        var data = new WidgetData[dashboard.Widgets.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Value.WidgetsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(dashboard.Widgets.Index(), limits, async (entry, token) =>
            data[entry.Index] = await ReadAsync(dashboard, entry.Item, filters, isForced, token));
        return new DashboardData(dashboard, filters, data, clock.GetUtcNow(), await questions.ZoneOfAsync(dashboard.Workspace, cancellationToken));
    }

    private async Task<WidgetData> ReadAsync(Dashboard dashboard, Widget widget, FilterValues filters, bool isForced, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.WidgetTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await widgets.ReadAsync(dashboard, widget, filters, isForced, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WidgetData(widget, widget.Title ?? "") { Error = DashboardErrors.WidgetTimedOut(options.Value.WidgetTimeout) };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Failed(logger, failure, dashboard.Id, widget.Id);
            return new WidgetData(widget, widget.Title ?? "") { Error = DashboardErrors.WidgetFailed };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A widget could not be read. Dashboard: {Dashboard}, widget: {Widget}")]
        public static partial void Failed(ILogger logger, Exception exception, Guid dashboard, Guid widget);
    }
}
