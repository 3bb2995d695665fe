namespace FunctionsPlatform.Schedules;

/// <summary>What becomes of runs that were due while nothing could start them.</summary>
public enum MissedRuns
{
    /// <summary>One run makes up for all of them.</summary>
    RunOnce,

    /// <summary>Those that were due more than a minute ago are recorded as missed, and not run.</summary>
    Skip,
}
