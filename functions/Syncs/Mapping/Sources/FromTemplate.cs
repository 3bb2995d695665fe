using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>What a template writes, converted like text. One that writes nothing, or white space alone, gives a null.</summary>
internal sealed class FromTemplate(string field, RowTemplate template, SourceColumns columns, MappingRequest request, ValueConverter converter, object? whenNull) : FieldSource
{
    private readonly WallClock _clock = new(request.Zone);

    public override object? Map(object?[] row)
    {
        try
        {
            var text = template.Render(new RowVariables(columns.All, columns.Positions, row, _clock), request.Zone, request.Now);
            return string.IsNullOrWhiteSpace(text) ? whenNull : converter.Convert(text) ?? whenNull;
        }
        catch (LiquidException failure)
        {
            return Failures.Template(field, failure.Message);
        }
    }
}
