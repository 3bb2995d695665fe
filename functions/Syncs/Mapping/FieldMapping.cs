using System.Text.Json.Nodes;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>One field of a destination's stream, and where its value comes from.</summary>
/// <param name="To">Name of the field: a column, or a path into a nested field (<c>properties.email</c>, <c>tags[]</c>).</param>
public sealed record FieldMapping(string To, MappingKind Kind)
{
    /// <summary>For <see cref="MappingKind.Column"/>: a column of the model, or a path into a column that holds JSON (<c>address.city</c>, <c>tags[0]</c>).</summary>
    public string? From { get; init; }

    /// <summary>For <see cref="MappingKind.Constant"/>.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>For <see cref="MappingKind.Template"/>: Liquid, with the model's columns as variables.</summary>
    public string? Template { get; init; }

    public NullHandling OnNull { get; init; }

    /// <summary>For <see cref="NullHandling.UseDefault"/>.</summary>
    public JsonNode? Default { get; init; }

    public static FieldMapping Column(string from, string to) => new(to, MappingKind.Column) { From = from };
}

public enum MappingKind
{
    Column,
    Constant,
    Template,
}

/// <summary>What becomes of a value that is null.</summary>
public enum NullHandling
{
    Send,
    UseDefault,

    /// <summary>The row is rejected.</summary>
    Reject,
}
