using System.Globalization;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Query;

namespace Bench.Training;

/// <summary>Literals of the type that their column has: gold SQL writes numbers in quotes and codes without, as SQLite lets it.</summary>
internal static class GoldLiterals
{
    public static Expression For(Expression compared, Expression literal) => (Column(compared), literal) switch
    {
        ({ Column.IsNumeric: true }, Literal { Value: string text })
            when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
            new Literal(number),
        ({ Column.Definition.Kind: ColumnKind.Text }, Literal { Value: decimal number }) =>
            new Literal(number.ToString(CultureInfo.InvariantCulture)),
        _ => literal,
    };

    private static ColumnValue? Column(Expression expression) => expression switch
    {
        ColumnValue column => column,
        Aggregate { Function: AggregateFunction.Minimum or AggregateFunction.Maximum, Argument: ColumnValue column } => column,
        _ => null,
    };
}
