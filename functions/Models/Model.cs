using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Models;

/// <summary>A data set over a connection: what a statement or a table gives, with the columns that make a row unique.</summary>
/// <param name="PrimaryKey">Columns by which rows are told apart; empty where nothing needs to tell them apart.</param>
public sealed record Model(
    Guid Id, WorkspaceId Workspace, Guid ConnectionId, string Name, ModelQuery Query, IReadOnlyList<string> PrimaryKey, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    /// <summary>As the database told them; empty when it could not be asked.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; init; } = [];

    /// <summary>The column that grows with every change, where there is one.</summary>
    public string? CursorColumn { get; init; }

    /// <summary>What an API keeps with a model and the platform makes nothing of.</summary>
    public JsonObject Details { get; init; } = [];

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;
}

/// <summary>Where a model's rows come from: a statement, a table, or neither for models that only other systems can run.</summary>
/// <param name="Sql">One reading statement in the dialect of the connection.</param>
/// <param name="Table">A table or view.</param>
/// <param name="Columns">Of the table, those that are wanted; empty for all.</param>
public sealed record ModelQuery(string? Sql = null, string? Table = null, string? Schema = null, IReadOnlyList<string>? Columns = null)
{
    public static ModelQuery None { get; } = new();

    public bool IsRunnable => Sql is not null || Table is not null;
}

/// <summary>What a caller gives to make a model.</summary>
public sealed record NewModel(Guid ConnectionId, string Name, ModelQuery Query, IReadOnlyList<string> PrimaryKey)
{
    public string? Description { get; init; }

    public string? CursorColumn { get; init; }

    public JsonObject Details { get; init; } = [];
}

/// <summary>What changes of a model; null leaves a part as it is.</summary>
public sealed record ModelChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public Guid? ConnectionId { get; init; }

    public ModelQuery? Query { get; init; }

    public IReadOnlyList<string>? PrimaryKey { get; init; }

    /// <summary>Empty for none.</summary>
    public string? CursorColumn { get; init; }

    public JsonObject? Details { get; init; }
}

/// <summary>Some rows of a model.</summary>
public sealed record ModelPreview(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<object?[]> Rows, bool IsTruncated);
