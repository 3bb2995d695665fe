using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Emulator.Hosting.Settings;

/// <summary>The emulator's own settings, read from the section <c>Emulator</c> of the configuration.</summary>
internal sealed class EmulatorSettings
{
    /// <summary>Name of the assembly that holds the functions. Default: the program's own.</summary>
    public string? FunctionsAssembly { get; init; }

    /// <summary>Whether the functions are those of the program that runs, rather than of one that hosts them, such as a test.</summary>
    public bool IsOwnProgram => FunctionsAssembly is null;

    /// <summary>The port on the loopback address; 0 takes any free one.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>Where the Durable database, Azurite's files and the timers' state are kept.</summary>
    public string DataDirectory { get; init; } = ".local";

    /// <summary>Whether Azurite is started where development storage is asked for and nothing listens.</summary>
    public bool AzuriteEnabled { get; init; } = true;

    /// <summary>Azurite's ports for blobs, queues and tables: <c>free</c>, or three. Default: <c>10000,10001,10002</c>.</summary>
    public string? AzuritePorts { get; init; }

    /// <summary>The key that functions above <c>AuthorizationLevel.Anonymous</c> ask for. Without one they let nobody in.</summary>
    public string? FunctionKey { get; init; }

    public static EmulatorSettings Read(IConfiguration configuration)
    {
        var settings = new EmulatorSettings();
        settings.Port = configuration.GetValue("Host:LocalHttpPort", settings.Port);
        configuration.GetSection("Emulator").Bind(settings);
        return settings;
    }

    public Assembly LoadFunctionsAssembly() => FunctionsAssembly is null
        ? Assembly.GetEntryAssembly() ?? throw new InvalidOperationException("Set Emulator:FunctionsAssembly: there is no entry assembly.")
        : Assembly.Load(new AssemblyName(FunctionsAssembly));
}
