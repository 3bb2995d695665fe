using FunctionsPlatform.Translation.Embedded.Network;

namespace FunctionsPlatform.Tests.Translation.Embedded.Network;

public sealed class WordVectorsTests
{
    private const int Width = 5;

    private static readonly string[] Words = ["town", "ville", "größe", "nothing"];
    private static readonly float[] Numbers = [1, 2, 3, 4, 5, 1.1f, 2.1f, 2.9f, 4.2f, 4.8f, -1, 0.5f, 0, -3, 2, 0, 0, 0, 0, 0];

    [Fact]
    public void A_word_has_the_id_it_was_written_with()
    {
        var vectors = Read(File());

        Assert.Equal((5, Width), (vectors.Count, vectors.Width));
        Assert.Equal([1, 2, 3, 4], Words.Select(word => vectors.IdOf(word)));
        Assert.Equal(WordVectors.Unknown, vectors.IdOf("Town"));
        Assert.Equal(1, vectors.IdOf("uptown".AsSpan(2)));
    }

    [Fact]
    public void Vectors_are_kept_to_a_part_in_two_hundred_and_fifty_of_their_largest_number()
    {
        var vectors = Read(File());

        var sum = new float[Width];
        vectors.AddTo(sum, 2, 1);
        Assert.All(sum.Zip(Numbers[Width..]), pair => Assert.Equal(pair.Second, pair.First, 4.8 / 250));
        vectors.AddTo(sum, 2, -1);
        vectors.AddTo(sum, WordVectors.Unknown, 1);
        Assert.All(sum, number => Assert.Equal(0, number));
    }

    [Fact]
    public void Words_are_as_alike_as_their_vectors_directions()
    {
        var vectors = Read(File());

        Assert.Equal(1, vectors.Cosine(1, 1), 1e-6);
        Assert.Equal(Cosine(0, 1), vectors.Cosine(1, 2), 1e-2);
        Assert.Equal(Cosine(0, 2), vectors.Cosine(1, 3), 1e-2);
        Assert.Equal(0, vectors.Cosine(1, 4));
        Assert.Equal(0, vectors.Cosine(WordVectors.Unknown, 1));
    }

    [Fact]
    public void Long_vectors_of_extreme_numbers_are_compared_in_full()
    {
        var numbers = Enumerable.Range(0, 600).Select(at => at % 7 < 3 ? -1f : 1f).ToArray();
        var file = new MemoryStream();
        WordVectors.Write(file, ["up", "down"], 300, [.. numbers[..300], .. numbers[..300].Select(number => -number)]);

        Assert.Equal(-1, Read(file.ToArray()).Cosine(1, 2), 1e-6);
    }

    [Fact]
    public void A_file_that_ends_too_early_is_refused()
    {
        var file = File();

        Assert.All(new[] { 0, 6, 20, 50, file.Length - 9 }, length =>
            Assert.Equal("The word vectors end too early.", Assert.Throws<InvalidDataException>(() => Read(file[..length])).Message));
    }

    [Fact]
    public void What_is_not_a_file_of_vectors_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Read("version https://git-lfs.github.com/spec/v1"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => Read(new byte[100]));
    }

    private static byte[] File()
    {
        using var file = new MemoryStream();
        WordVectors.Write(file, Words, Width, Numbers);
        return file.ToArray();
    }

    private static WordVectors Read(byte[] file) => WordVectors.Read(new MemoryStream(file));

    private static double Cosine(int left, int right)
    {
        var (first, second) = (Numbers[(left * Width)..((left + 1) * Width)], Numbers[(right * Width)..((right + 1) * Width)]);
        return first.Zip(second, (one, other) => one * other).Sum() / Math.Sqrt(first.Sum(one => one * one) * second.Sum(other => other * other));
    }
}
