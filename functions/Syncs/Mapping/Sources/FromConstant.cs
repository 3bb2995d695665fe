namespace FunctionsPlatform.Syncs.Mapping;

internal sealed class FromConstant(object? value) : FieldSource
{
    public override object? Map(object?[] row) => value;
}
