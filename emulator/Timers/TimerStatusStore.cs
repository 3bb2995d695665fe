using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Timers;

/// <summary>What is remembered of monitored timers between runs of the host: a file each.</summary>
internal sealed class TimerStatusStore(string directory)
{
    public async Task<ScheduleStatus?> ReadAsync(string function, CancellationToken cancellationToken)
    {
        var file = FileOf(function);
        if (!File.Exists(file))
            return null;
        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<ScheduleStatus>(stream, cancellationToken: cancellationToken);
    }

    public async Task WriteAsync(string function, ScheduleStatus status, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var unfinished = FileOf(function) + ".new";
        await File.WriteAllBytesAsync(unfinished, JsonSerializer.SerializeToUtf8Bytes(status), cancellationToken);
        File.Move(unfinished, FileOf(function), overwrite: true);
    }

    private string FileOf(string function) => Path.Combine(directory, $"{function.ToLowerInvariant()}.json");
}
