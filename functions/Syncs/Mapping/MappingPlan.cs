using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Checks a mapping against what it maps from and to, and chooses how each field gets its value.</summary>
internal sealed class MappingPlan
{
    private readonly MappingRequest _request;
    private readonly SourceColumns _source;
    private readonly List<ResultColumn> _columns = [];
    private readonly List<FieldSource> _fields = [];

    public MappingPlan(MappingRequest request)
    {
        (_request, _source) = (request, new SourceColumns(request.Source));
        var sources = new SourcePlan(request, _source, Mistakes);
        for (var i = 0; i < request.Mappings.Count; i++)
        {
            var place = $"$.mappings[{i}]";
            var field = Field(request.Mappings[i], place);
            _columns.Add(new ResultColumn(field.Name, TargetPath.IsArray(field.Name) ? ColumnKind.Json : field.Kind));
            if (sources.Choose(request.Mappings[i], field, place) is { } source)
                _fields.Add(source);
        }

        TargetCheck.Check(request, Mistakes);
    }

    public IReadOnlyList<ResultColumn> Columns => _columns;

    /// <summary>One for each column, where there are no mistakes.</summary>
    public IReadOnlyList<FieldSource> Fields => _fields;

    public Mistakes Mistakes { get; } = [];

    /// <summary>The field as the destination describes it; one that it does not list takes values as they are.</summary>
    private DestinationField Field(FieldMapping mapping, string place)
    {
        if (_request.Stream.Field(mapping.To) is { } listed)
        {
            if (listed.IsReadOnly)
                Mistakes.Add($"{place}.to", $"The field '{mapping.To}' of {_request.Stream.Name} cannot be written.");
            return listed;
        }

        if (!_request.Stream.AcceptsOtherFields)
            Mistakes.Add($"{place}.to", $"There is no field '{mapping.To}' in {_request.Stream.Name}.");
        else if (TargetPath.Parse(mapping.To) is null)
            Mistakes.Add($"{place}.to", $"'{mapping.To}' is no path: names with dots between them, [] after those of arrays.");
        return new DestinationField(mapping.To, KindOf(mapping), "");
    }

    private ColumnKind KindOf(FieldMapping mapping) => mapping.Kind switch
    {
        _ when TargetPath.IsArray(mapping.To) => ColumnKind.Json,
        MappingKind.Column when mapping.From is { } from && _source.Find(from) is var (column, path) => path.IsEmpty ? _request.Source[column].Kind : ColumnKind.Json,
        MappingKind.Constant => Constants.KindOf(mapping.Value),
        _ => ColumnKind.Text,
    };
}
