using System.Text;
using FunctionsPlatform.Translation.Embedded.Network;

namespace FunctionsPlatform.Tests.Translation.Embedded.Network;

public sealed class ParserNetworkTests
{
    private const float Tolerance = 1e-3f;

    private static readonly ParserNetwork Network = NetworkReference.Load();

    [Fact]
    public void It_finds_the_items_that_the_trained_network_finds()
    {
        using var encoding = Network.Encode(NetworkReference.Input);

        var questions = NetworkReference.Input.Questions;
        Assert.Equal(NetworkReference.Input.Positions, encoding.ItemLogits.Length);
        Assert.All(encoding.ItemLogits[..questions].ToArray(), logit => Assert.Equal(float.NegativeInfinity, logit));
        AssertNear(NetworkReference.ItemLogits.AsSpan()[questions..], encoding.ItemLogits[questions..]);
    }

    [Fact]
    public void Step_by_step_it_gives_each_symbol_the_trained_networks_probability()
    {
        using var encoding = Network.Encode(NetworkReference.Input);
        using var beams = Network.Start(encoding);

        for (var place = 0; place < NetworkReference.Target.Length; place++)
        {
            if (place > 0)
                beams.Advance([(0, NetworkReference.Target[place - 1])]);
            AssertNear(NetworkReference.LogProbabilities[place], beams.LogProbabilities(0));
        }
    }

    [Fact]
    public void A_whole_plans_score_is_the_sum_of_its_symbols_log_probabilities()
    {
        using var encoding = Network.Encode(NetworkReference.Input);

        var expected = NetworkReference.Target.Select((symbol, place) => NetworkReference.LogProbabilities[place][symbol]).Sum();
        Assert.Equal(expected, Network.Score(encoding, NetworkReference.Target), Tolerance);
    }

    [Fact]
    public void Beams_that_fork_and_end_score_as_their_plans_do()
    {
        using var encoding = Network.Encode(NetworkReference.Input);
        using var beams = Network.Start(encoding);
        var chance = new Random(7);
        var pointable = Enumerable.Range(1, Network.Shape.FixedSymbols + encoding.Positions - 1)
            .Where(symbol => symbol < Network.Shape.FixedSymbols || symbol >= Network.Shape.FixedSymbols + encoding.Questions).ToArray();
        List<(List<int> Plan, double Score)> plans = [([], 0)];

        for (var place = 0; place < Network.Shape.MaxTarget - 1; place++)
        {
            var moves = chance.GetItems(pointable, 1 + chance.Next(6)).Select(symbol => (Parent: chance.Next(plans.Count), Symbol: symbol)).ToArray();
            plans = [.. moves.Select(move => (
                plans[move.Parent].Plan.Append(move.Symbol).ToList(),
                plans[move.Parent].Score + beams.LogProbabilities(move.Parent)[move.Symbol]))];
            beams.Advance(moves);
        }

        Assert.Equal(plans.Count, beams.Count);
        Assert.All(plans, plan => Assert.Equal(Network.Score(encoding, plan.Plan), plan.Score, Tolerance));
    }

    [Fact]
    public async Task Requests_share_one_network()
    {
        using var alone = Network.Encode(NetworkReference.Input);
        var expected = Network.Score(alone, NetworkReference.Target);

        var scores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var encoding = Network.Encode(NetworkReference.Input);
            return Enumerable.Range(0, 20).Select(_ => Network.Score(encoding, NetworkReference.Target)).ToArray();
        })));

        Assert.All(scores.SelectMany(score => score), score => Assert.Equal(expected, score));
    }

    [Fact]
    public void A_plan_cannot_go_on_with_what_is_not_there()
    {
        using var encoding = Network.Encode(NetworkReference.Input);
        using var beams = Network.Start(encoding);

        Assert.Throws<ArgumentOutOfRangeException>(() => beams.Advance([(1, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => beams.Advance([(0, -1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => beams.Advance([(0, Network.Shape.FixedSymbols)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => beams.Advance([(0, Network.Shape.FixedSymbols + encoding.Positions)]));
        Assert.Throws<ArgumentException>(() => Network.Encode(NetworkReference.Input with { Relations = new byte[3] }));
        Assert.Throws<ArgumentException>(() => Network.Encode(NetworkReference.Input with { Tags = [] }));
        var unknown = NetworkReference.Input.Relations.Select(_ => (byte)200).ToArray();
        Assert.Throws<ArgumentException>(() => Network.Encode(NetworkReference.Input with { Relations = unknown }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(30_000)]
    public void Weights_that_end_too_early_are_refused(int length) =>
        Assert.Contains("end", Refusal(NetworkReference.Weights[..length]), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_a_weights_file_is_refused() =>
        Assert.Equal("The weights are not a safetensors file.", Refusal(Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1")));

    [Theory]
    [InlineData("\"d\":\"16\"", "\"d\":\"18\"", "'embed.word.weight' is F16 [16, 100], not F16 [18, 100]")]
    [InlineData("\"d\":\"16\"", "\"d\":\"17\"", "does not divide into 2 heads")]
    [InlineData("\"heads\":", "\"hands\":", "no positive number 'heads'")]
    [InlineData("decoder.norm.bias", "decoder.norm.bios", "no tensor 'decoder.norm.bias'")]
    [InlineData("\"F16\"", "\"F32\"", "F32")]
    [InlineData("{\"__metadata__\"", "}\"__metadata__\"", "header cannot be read")]
    public void Weights_of_another_network_are_refused(string was, string now, string reason)
    {
        var text = Encoding.Latin1.GetString(NetworkReference.Weights);

        Assert.Contains(reason, Refusal(Encoding.Latin1.GetBytes(text.Replace(was, now, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    private static string Refusal(byte[] weights) =>
        Assert.Throws<InvalidDataException>(() => ParserNetwork.Load(new MemoryStream(weights), NetworkReference.Vectors)).Message;

    private static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var at = 0; at < expected.Length; at++)
        {
            if (float.IsFinite(expected[at]))
                Assert.Equal(expected[at], actual[at], Tolerance);
            else
                Assert.Equal(expected[at], actual[at]);
        }
    }
}
