using System.Text.Json;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Dashboards;

/// <summary>The queue of reports to make, one message each, so that none waits for another.</summary>
public sealed class ReportQueue(PlatformStorage storage, IConfiguration configuration)
{
    /// <summary>The setting that names the queue.</summary>
    public const string Setting = "ReportQueue";

    public async Task SendAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var name = configuration[Setting] ?? throw new InvalidOperationException($"The setting {Setting} is missing: it names a queue.");
        await (await storage.QueueAsync(name, cancellationToken)).SendMessageAsync(JsonSerializer.Serialize(run), cancellationToken);
    }
}

/// <summary>A report that is due.</summary>
/// <param name="Snapshot">The id of what it makes: the same again makes the same anew.</param>
public sealed record ReportRun(Guid Workspace, Guid Report, Guid Snapshot);
