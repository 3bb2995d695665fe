using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Makes rows of a model into rows of a destination's stream, by the rules of docs/syncs-mapping.md. Several threads may use one.</summary>
public sealed class RowMapper
{
    private readonly FieldSource[] _fields;
    private readonly int[] _key;

    internal RowMapper(MappingRequest request, IReadOnlyList<ResultColumn> columns, IReadOnlyList<FieldSource> fields)
    {
        _fields = [.. fields];
        _key = [.. Enumerable.Range(0, columns.Count).Where(i => request.Key.Contains(columns[i].Name))];
        Columns = columns;
        Fingerprint = MappingFingerprint.Of(request, columns);
    }

    /// <summary>Of the mapped rows, in the order of the mappings. A path through an array has JSON, whatever the kind of its elements.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Another one when the same row may be mapped to other values.</summary>
    public string Fingerprint { get; }

    /// <returns>A mapper, or <c>mapping_invalid</c> with everything that is wrong, by <c>$.mappings[3].to</c> and the like.</returns>
    public static Result<RowMapper> Create(MappingRequest request)
    {
        var plan = new MappingPlan(request);
        return plan.Mistakes.Count > 0 ? MappingErrors.Invalid(plan.Mistakes) : new RowMapper(request, plan.Columns, plan.Fields);
    }

    /// <summary>Those of the available columns that the mappings need, also inside templates and paths, in their order. What is no column is passed over.</summary>
    public static IReadOnlyList<string> UsedColumns(IEnumerable<FieldMapping> mappings, IReadOnlyList<string> available) => SourceUse.Of(mappings, available);

    /// <summary>Maps a row into another; null when every value fits, else the first that does not.</summary>
    public MappingFailure? Map(object?[] source, object?[] target)
    {
        var fields = _fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var value = fields[i].Map(source);
            if (value is MappingFailure failure)
                return failure;
            target[i] = value;
        }

        return null;
    }

    /// <summary>Maps the fields of the key alone, as rows to delete have them; the others are null.</summary>
    public MappingFailure? MapKey(object?[] source, object?[] target)
    {
        Array.Clear(target);
        foreach (var i in _key)
        {
            var value = _fields[i].Map(source);
            if (value is MappingFailure failure)
                return failure;
            target[i] = value;
        }

        return null;
    }
}
