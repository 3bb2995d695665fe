namespace FunctionsPlatform.Demo;

/// <summary>Section <c>Demo</c>.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Fills the storage with a workspace to try things in. Heeded only where the storage is an emulator on this machine.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where the demo databases are written; relative to the current directory.</summary>
    public string Directory { get; set; } = ".local/demo";
}
