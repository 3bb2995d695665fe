using FunctionsPlatform.Connectors;
using FunctionsPlatform.Predictions;

namespace FunctionsPlatform.Tests.Predictions;

public sealed class RowSplitTests
{
    [Fact]
    public void Of_fewer_rows_no_class_is_lost_and_none_is_held_out_that_was_learnt_from()
    {
        int[] classes = [.. Enumerable.Range(0, 10_000).Select(row => row < 8 ? 1 : 0)];

        var all = RowSplit.Of(classes.Length, classes, 0.2, seed: 3);
        var few = RowSplit.Of(classes.Length, classes, 0.2, seed: 3, share: 0.1);

        Assert.Equal(10_000, all.Training.Count + all.HeldOut.Count);
        Assert.Equal(1_004, few.Training.Count + few.HeldOut.Count);
        Assert.Equal((4, 1), (few.Training.Count(row => classes[row] == 1), few.HeldOut.Count(row => classes[row] == 1)));
        Assert.Empty(few.HeldOut.Except(all.HeldOut));
    }

    [Fact]
    public void Rows_that_become_many_numbers_are_fewer()
    {
        var texts = Enumerable.Range(0, 1_000).Select(row => $"some words of row {row} and more").ToArray();
        object?[][] rows = [.. Enumerable.Range(0, 100_000).Select(row => new object?[] { texts[row % 1_000], texts[(row + 7) % 1_000] })];
        var table = new TrainingTable([new ResultColumn("one", ColumnKind.Text), new ResultColumn("other", ColumnKind.Text)], rows, rows.Length);

        var split = TabularRows.Of(table, new TrainingPlan(), null).Value;

        Assert.Equal(512, split.Layout.Width);
        Assert.InRange((long)split.Layout.Width * (split.Training.Count + split.HeldOut.Count), 49_000_000, 50_000_000);
    }
}
