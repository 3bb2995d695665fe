namespace FunctionsPlatform.Predictions;

/// <summary>Parts of the training rows, each to be predicted from the others, so that algorithms are compared without the held-out rows.</summary>
internal static class Folds
{
    private const int Count = 3;
    private const int FewRows = 3_000;
    private const int MostRows = 20_000;

    /// <summary>Three parts where rows are few, else one; of very many, rows are left out evenly.</summary>
    public static IEnumerable<(int[] Learn, int[] Predict)> Of(int rows)
    {
        var every = (rows + MostRows - 1) / MostRows;
        int[] used = [.. Enumerable.Range(0, rows).Where(row => row % every == 0)];
        for (var fold = 0; fold < (rows < FewRows ? Count : 1); fold++)
        {
            yield return (
                [.. used.Where((_, place) => place % Count != fold)],
                [.. used.Where((_, place) => place % Count == fold)]);
        }
    }
}
