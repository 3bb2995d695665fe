using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Schedules;

namespace FunctionsPlatform.Workflows;

/// <summary>Table <c>WorkflowSchedules</c>: when workflows are due.</summary>
public sealed class WorkflowSchedules(PlatformStorage storage) : Timetable(storage, "WorkflowSchedules");
