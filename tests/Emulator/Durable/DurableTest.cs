using Emulator.Durable;
using Microsoft.Extensions.Logging;

namespace Emulator.Tests.Durable;

/// <summary>Each test has functions and a database of its own.</summary>
public abstract class DurableTest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("durable-");

    internal TestFunctions Functions { get; } = new();

    internal DurableEngineOptions Options => new(Path.Combine(_folder.FullName, "durable.db"), "Tests");

    public void Dispose() => _folder.Delete(recursive: true);

    internal Task<DurableHost> StartAsync(TimeProvider? time = null, ILoggerProvider? logs = null) =>
        DurableHost.StartAsync(Functions, Options, time, logs);
}
