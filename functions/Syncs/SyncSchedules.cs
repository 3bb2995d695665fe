using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Syncs;

/// <summary>Table <c>SyncSchedules</c>: when syncs are due, and which wait for others.</summary>
public sealed class SyncSchedules(PlatformStorage storage) : Timetable(storage, "SyncSchedules");
