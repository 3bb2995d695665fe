using System.Globalization;

namespace Bench.Accuracy;

/// <summary>Whether two results hold the same rows: columns in any order, numbers alike to a millionth, row order only where asked.</summary>
internal static class RowComparison
{
    private const int MaxColumnOrders = 5_040;

    public static bool Same(List<object?[]> gold, List<object?[]> predicted, bool ordered)
    {
        if (gold.Count != predicted.Count)
        {
            return false;
        }

        if (gold.Count == 0)
        {
            return true;
        }

        if (gold[0].Length != predicted[0].Length)
        {
            return false;
        }

        var goldKeys = Keys(gold, [.. Enumerable.Range(0, gold[0].Length)], ordered);
        return Orders(gold, predicted).Take(MaxColumnOrders).Any(order => Matches(goldKeys, Keys(predicted, order, ordered)));
    }

    private static bool Matches(List<string> gold, List<string> predicted)
    {
        for (var at = 0; at < gold.Count; at++)
        {
            if (gold[at] != predicted[at])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Orders of the predicted columns in which each holds the same values as its gold column.</summary>
    private static IEnumerable<int[]> Orders(List<object?[]> gold, List<object?[]> predicted)
    {
        var width = gold[0].Length;
        var goldColumns = Enumerable.Range(0, width).Select(at => Column(gold, at)).ToArray();
        var predictedColumns = Enumerable.Range(0, width).Select(at => Column(predicted, at)).ToArray();
        return Assign(0, new int[width], new bool[width]);

        IEnumerable<int[]> Assign(int at, int[] order, bool[] taken)
        {
            if (at == width)
            {
                yield return [.. order];
                yield break;
            }

            for (var candidate = 0; candidate < width; candidate++)
            {
                if (!taken[candidate] && goldColumns[at] == predictedColumns[candidate])
                {
                    (taken[candidate], order[at]) = (true, candidate);
                    foreach (var complete in Assign(at + 1, order, taken))
                    {
                        yield return complete;
                    }

                    taken[candidate] = false;
                }
            }
        }
    }

    private static string Column(List<object?[]> rows, int at) =>
        string.Join('\u0001', rows.Select(row => Text(row[at])).Order(StringComparer.Ordinal));

    private static List<string> Keys(List<object?[]> rows, int[] order, bool ordered)
    {
        var keys = rows.Select(row => string.Join('\u0001', order.Select(at => Text(row[at])))).ToList();
        if (!ordered)
        {
            keys.Sort(StringComparer.Ordinal);
        }

        return keys;
    }

    /// <summary>Six significant digits stand for the tolerance; text that is a number compares as one.</summary>
    private static string Text(object? value) => value switch
    {
        null => "\u0000",
        double number => Number(number),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Number(number),
        _ => (string)value,
    };

    private static string Number(double number) => number == 0 ? "0" : number.ToString("E6", CultureInfo.InvariantCulture);
}
