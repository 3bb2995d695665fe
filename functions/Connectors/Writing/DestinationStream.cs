namespace FunctionsPlatform.Connectors.Writing;

/// <summary>Something in a destination that takes rows: a table, an object of a CRM, a sheet, a channel.</summary>
/// <param name="Name">As syncs name it: <c>public.customers</c>, <c>contacts</c>.</param>
/// <param name="Keys">Sets of fields whose values are unique there: rows can be matched by any one of them. Empty where rows can only be appended.</param>
/// <param name="Operations">What can be done there.</param>
/// <param name="AcceptsOtherFields">Whether fields that are not listed are taken too.</param>
public sealed record DestinationStream(
    string Name,
    IReadOnlyList<DestinationField> Fields,
    IReadOnlyList<IReadOnlyList<string>> Keys,
    RowOperations Operations,
    bool AcceptsOtherFields = false)
{
    public DestinationField? Field(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>A field of a stream, and which values fit it.</summary>
/// <param name="Name">Column, or path of a nested field: <c>properties.email</c>, <c>tags[]</c>.</param>
/// <param name="NativeType">The type as the destination spells it: <c>varchar(20)</c>.</param>
/// <param name="IsRequired">A row without it is rejected.</param>
public sealed record DestinationField(string Name, ColumnKind Kind, string NativeType, bool IsRequired = false)
{
    /// <summary>Computed there; cannot be written.</summary>
    public bool IsReadOnly { get; init; }

    public string? Description { get; init; }

    /// <summary>Smallest and largest number, of integers.</summary>
    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Of text, in characters; of binary, in bytes.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Digits in all, and digits after the point, of exact decimals.</summary>
    public int? Precision { get; init; }

    public int? Scale { get; init; }

    /// <summary>The only values taken; null when all that fit are.</summary>
    public IReadOnlyList<string>? AllowedValues { get; init; }
}

/// <summary>What is done with a row in a destination.</summary>
[Flags]
public enum RowOperations
{
    None = 0,

    /// <summary>Added; a row of that key that is there already is left as it is.</summary>
    Insert = 1,

    /// <summary>Changed where its key is found; rejected where it is not.</summary>
    Update = 2,

    /// <summary>Added or changed.</summary>
    Upsert = 4,

    /// <summary>Added, whatever is there. Twice sent is twice there.</summary>
    Append = 8,

    /// <summary>Removed where its key is found; fine where it is not.</summary>
    Delete = 16,
}
