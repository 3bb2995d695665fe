using Emulator.Durable;
using Emulator.Tests.Durable;

// Runs the scenario over the given database until it ends, unless it is killed before: then the next start goes on.
await using var host = await DurableHost.StartAsync(CrashScenario.Functions(TimeSpan.FromMilliseconds(30)), new DurableEngineOptions(args[0]));
Console.WriteLine("started");
await CrashScenario.ScheduleAsync(host);
Console.WriteLine(await CrashScenario.ResultAsync(host));
