using Fluid;
using Fluid.Values;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><c>{{ amount | cast: "number" }}</c>: the value as another kind, by the rules of columns. A value that is none of that kind rejects the row.</summary>
internal static class CastFilter
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new(StringComparer.Ordinal)
    {
        ["string"] = ColumnKind.Text,
        ["integer"] = ColumnKind.Integer,
        ["number"] = ColumnKind.Decimal,
        ["float"] = ColumnKind.Float,
        ["boolean"] = ColumnKind.Boolean,
        ["date"] = ColumnKind.Date,
        ["datetime"] = ColumnKind.Timestamp,
    };

    public static LiquidFilter Cast { get; } = new("cast", Apply) { Check = Check };

    private static ValueTask<FluidValue> Apply(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        if (input.IsNil())
            return ValueTask.FromResult(input);
        var name = arguments.At(0).ToStringValue();
        if (Check(name) is { } wrong)
            throw new LiquidException(wrong);
        var clock = new WallClock(context.TimeZone);
        var converter = Conversions.Create(ColumnKind.Text, JsonPath.Empty, new DestinationField(name, Kinds[name], name), clock);
        var converted = converter.Convert(Value(input));
        return ValueTask.FromResult(converted is MappingFailure ? throw new LiquidException($"The value cannot be cast to {name}.") : RowVariables.ToFluid(converted, clock));
    }

    /// <summary>What is wrong with the name of a kind, or null.</summary>
    private static string? Check(string name) => Kinds.ContainsKey(name) ? null : $"cast knows {string.Join(", ", Kinds.Keys)}.";

    private static object Value(FluidValue input) => input switch
    {
        BooleanValue flag => flag.ToBooleanValue(),
        NumberValue number => number.ToNumberValue(),
        _ => input.ToStringValue(),
    };
}
