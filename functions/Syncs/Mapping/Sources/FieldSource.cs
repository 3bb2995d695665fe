namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Where a field's value comes from.</summary>
internal abstract class FieldSource
{
    /// <summary>The value to send, null for none, or the <see cref="MappingFailure"/> that stands in its place.</summary>
    public abstract object? Map(object?[] row);
}
