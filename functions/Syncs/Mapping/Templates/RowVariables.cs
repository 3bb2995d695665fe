using System.Text.Json;
using Fluid.Values;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>
/// A row as templates see it: columns by name. Numbers and booleans are such, JSON is what it holds, and all else is the text that a text field would get, dates and
/// times included: Liquid's date filter reads them.
/// </summary>
internal sealed class RowVariables(IReadOnlyList<ResultColumn> columns, IReadOnlyDictionary<string, int> positions, object?[] row, WallClock clock) : IFluidIndexable
{
    public int Count => columns.Count;

    public IEnumerable<string> Keys => columns.Select(column => column.Name);

    public bool TryGetValue(string name, out FluidValue value)
    {
        var isKnown = positions.TryGetValue(name, out var at);
        value = isKnown ? Value(row[at], columns[at].Kind) : NilValue.Instance;
        return isKnown;
    }

    public static FluidValue ToFluid(object? value, WallClock clock) => value switch
    {
        null => NilValue.Instance,
        long whole => NumberValue.Create(whole),
        decimal number => NumberValue.Create(number),
        double number when Math.Abs(number) < 1e27 && NumberText.Parse(InvariantText.Of(number))?.ToDecimal() is { } exact => NumberValue.Create(exact),
        bool flag => BooleanValue.Create(flag),
        _ => StringValue.Create(InvariantText.Of(value, clock)),
    };

    private FluidValue Value(object? value, ColumnKind kind) =>
        kind == ColumnKind.Json && value is string text ? LiquidValues.From(JsonElement.Parse(text)) : ToFluid(value, clock);
}
