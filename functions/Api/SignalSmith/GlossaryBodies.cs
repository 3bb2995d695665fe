using System.ComponentModel;
using FunctionsPlatform.Knowledge;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Api.SignalSmith;

public sealed record CreateGlossaryEntryRequest(
    Guid ConnectionId,
    [property: Description("With the schema and a dot before it, where several schemas have one of that name.")] string Table,
    [property: Description("Left out where the names are the table's.")] string? Column = null,
    [property: Description("What else questions call it.")] IReadOnlyList<string>? Aliases = null,
    string? Description = null)
{
    public KnownName ToName() => new(Table, Column, Aliases ?? [], Description);
}

public sealed record UpdateGlossaryEntryRequest(string Table, string? Column = null, IReadOnlyList<string>? Aliases = null, string? Description = null) : ReadBack
{
    public KnownName ToName() => new(Table, Column, Aliases ?? [], Description);
}

/// <summary>Other names of a table or column.</summary>
public sealed record GlossaryEntryBody(
    Guid Id,
    Guid WorkspaceId,
    Guid ConnectionId,
    string Table,
    string? Column,
    IReadOnlyList<string> Aliases,
    string Description,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static GlossaryEntryBody Of(Definition<KnownName> definition) => new(
        definition.Id,
        definition.Workspace.Value,
        definition.ConnectionId,
        definition.Content.Table,
        definition.Content.Column,
        definition.Content.Aliases,
        definition.Content.Description ?? "",
        definition.CreatedAt,
        definition.UpdatedAt);
}
