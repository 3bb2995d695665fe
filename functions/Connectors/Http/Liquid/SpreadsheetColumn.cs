using System.Globalization;
using Fluid;
using Fluid.Values;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Connectors.Http.Liquid;

/// <summary><c>{{ 27 | spreadsheet_column }}</c>: the letters of a spreadsheet's column, 1 is A and 27 is AA.</summary>
internal static class SpreadsheetColumn
{
    public static ValueTask<FluidValue> Letters(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var number = input.ToNumberValue();
        if (number is < 1 or > 18_278)
            throw new LiquidException($"There is no spreadsheet column {number.ToString(CultureInfo.InvariantCulture)}.");
        var letters = "";
        for (var rest = (int)number; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return ValueTask.FromResult<FluidValue>(new StringValue(letters));
    }
}
