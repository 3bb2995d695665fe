using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Tests.Translation.Embedded.Network.Kernels;

public sealed class SoftmaxTests
{
    private static readonly float[] Scores = Row(3, -2, 0.5f, 3.25f, -20, -90, -200, 1e-3f, 2.999f);

    [Fact]
    public void Shares_are_exponentials_over_their_sum()
    {
        var shares = (float[])Scores.Clone();

        Softmax.Apply(new Matrix(shares, 1, shares.Length), 9);

        var sum = Scores.Sum(score => Math.Exp(score));
        Assert.All(Scores.Zip(shares).Take(9), pair => Assert.Equal(Math.Exp(pair.First) / sum, pair.Second, 1e-7));
        Assert.Equal(1, shares.Take(9).Sum(), 1e-6);
    }

    [Fact]
    public void Logarithms_reach_as_far_as_scores_do()
    {
        var logarithms = (float[])Scores.Clone();

        Softmax.ApplyLog(new Matrix(logarithms, 1, logarithms.Length));

        var sum = Scores.Sum(score => Math.Exp(score));
        Assert.All(Scores.Zip(logarithms), pair => Assert.Equal(pair.First - Math.Log(sum), pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void Large_scores_do_not_overflow(float score)
    {
        var shares = Row(score, score);

        Softmax.Apply(new Matrix(shares, 1, shares.Length), 2);

        Assert.Equal([0.5f, 0.5f, 0], shares[..3]);
    }

    private static float[] Row(params float[] scores) =>
        [.. scores, .. Enumerable.Repeat(float.NegativeInfinity, Panels.Padded(scores.Length) - scores.Length)];
}
