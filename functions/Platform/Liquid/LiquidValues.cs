using System.Text.Json;
using Fluid.Values;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>JSON as templates see it. Members are turned into values when they are read.</summary>
internal static class LiquidValues
{
    public static FluidValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new DictionaryValue(new Members(json)),
        JsonValueKind.Array => new ArrayValue([.. json.EnumerateArray().Select(From)]),
        JsonValueKind.String => new StringValue(json.GetString() ?? ""),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? NumberValue.Create(number) : new StringValue(json.GetRawText()),
        JsonValueKind.True => BooleanValue.True,
        JsonValueKind.False => BooleanValue.False,
        _ => NilValue.Instance,
    };

    private sealed class Members(JsonElement json) : IFluidIndexable
    {
        public int Count => json.GetPropertyCount();

        public IEnumerable<string> Keys => json.EnumerateObject().Select(member => member.Name);

        public bool TryGetValue(string name, out FluidValue value)
        {
            var found = json.TryGetProperty(name, out var member);
            value = found ? From(member) : NilValue.Instance;
            return found;
        }
    }
}
