namespace FunctionsPlatform.Predictions;

/// <summary>Which rows are learnt from, and which are held out, by lot. Neighbours in the order are of the same class, so that dealing them out keeps the classes' shares.</summary>
internal sealed record RowSplit(IReadOnlyList<int> Training, IReadOnlyList<int> HeldOut)
{
    private const int FewestOfClass = 5;

    public const string ByLot = "by lot";
    public const string ByClass = "by lot within each class";
    public const string ByTime = "the last periods";

    /// <param name="classes">Of each row its class; null when there are none.</param>
    /// <param name="share">Of the rows, those to use at all; of each class at least <see cref="FewestOfClass"/> where there are so many.</param>
    public static RowSplit Of(int rows, IReadOnlyList<int>? classes, double holdout, int seed, double share = 1)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        new Random(seed).Shuffle(order);
        var (training, heldOut) = (new List<int>(), new List<int>());
        foreach (var same in order.GroupBy(row => classes?[row] ?? 0).OrderBy(group => group.Key))
        {
            int[] all = [.. same];
            int[] members = all[..Math.Clamp((int)(all.Length * share), Math.Min(FewestOfClass, all.Length), all.Length)];
            var held = Math.Clamp((int)Math.Round(members.Length * holdout), 1, members.Length - 1);
            heldOut.AddRange(members[..held]);
            training.AddRange(members[held..]);
        }

        return new RowSplit(training, heldOut);
    }
}
