namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Makes values into those of one field, and checks that they fit it. One is chosen for a column once; a value costs a call and no memory where it fits as it is.</summary>
internal abstract class ValueConverter
{
    /// <summary>The value for the field, or the <see cref="MappingFailure"/> that stands in its place, or null where the value means nothing (a JSON null).</summary>
    public abstract object? Convert(object value);
}
