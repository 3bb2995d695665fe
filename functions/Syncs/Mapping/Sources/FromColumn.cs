namespace FunctionsPlatform.Syncs.Mapping;

/// <param name="whenNull">What stands for a null: null itself, a default, or a failure.</param>
internal sealed class FromColumn(int column, ValueConverter converter, object? whenNull) : FieldSource
{
    public override object? Map(object?[] row) => row[column] is { } value ? converter.Convert(value) ?? whenNull : whenNull;
}
