using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Dashboards;

/// <summary>Widgets on a grid, the filters that apply across them, and how old their data may be.</summary>
public sealed record Dashboard(Guid Id, WorkspaceId Workspace, string Name, DateTimeOffset CreatedAt)
{
    public static PublicId PublicId { get; } = new("dashboard", "dash_");

    public string? Description { get; init; }

    public IReadOnlyList<Widget> Widgets { get; init; } = [];

    public IReadOnlyList<DashboardFilter> Filters { get; init; } = [];

    /// <summary>The age up to which a result that was read before is shown again; zero reads anew every time.</summary>
    public TimeSpan MaxAge { get; init; } = DefaultMaxAge;

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>Counts its changes: who changes what they have read says which version that was.</summary>
    public int Version { get; init; }

    public static TimeSpan DefaultMaxAge { get; } = TimeSpan.FromMinutes(5);
}

/// <summary>What a caller gives to make a dashboard.</summary>
public sealed record NewDashboard(string Name)
{
    public string? Description { get; init; }

    public IReadOnlyList<Widget> Widgets { get; init; } = [];

    public IReadOnlyList<DashboardFilter> Filters { get; init; } = [];

    public TimeSpan? MaxAge { get; init; }
}

/// <summary>What changes of a dashboard; null leaves a part as it is.</summary>
public sealed record DashboardChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<Widget>? Widgets { get; init; }

    public IReadOnlyList<DashboardFilter>? Filters { get; init; }

    public TimeSpan? MaxAge { get; init; }

    /// <summary>All becomes as a new one would be.</summary>
    public static DashboardChange To(NewDashboard whole) => new()
    {
        Name = whole.Name,
        Description = whole.Description ?? "",
        Widgets = whole.Widgets,
        Filters = whole.Filters,
        MaxAge = whole.MaxAge ?? Dashboard.DefaultMaxAge,
    };
}
