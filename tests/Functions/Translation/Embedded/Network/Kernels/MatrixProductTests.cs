using FunctionsPlatform.Translation.Embedded.Network.Kernels;

namespace FunctionsPlatform.Tests.Translation.Embedded.Network.Kernels;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(4, 192, 32)]
    [InlineData(5, 193, 33)]
    [InlineData(6, 400, 64)]
    [InlineData(9, 31, 100)]
    public void The_product_is_added_and_nothing_beside_it_is_touched(int rows, int inner, int columns)
    {
        const int Margin = 3;
        var chance = new Random(rows);
        var left = Numbers(chance, rows * (inner + Margin));
        var right = Numbers(chance, columns * inner);
        var result = Numbers(chance, rows * (columns + Margin));
        var expected = (float[])result.Clone();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var at = 0; at < inner; at++)
                    expected[row * (columns + Margin) + column] += left[row * (inner + Margin) + at] * right[column * inner + at];
            }
        }

        var packed = new float[Panels.Padded(columns) * inner];
        Panels.Pack(new Matrix(right, columns, inner), 0, packed);
        MatrixProduct.Add(
            new Matrix(left, rows, inner, inner + Margin), Panels.OfPacked<float>(packed, inner), new Matrix(result, rows, columns, columns + Margin));

        Assert.All(expected.Zip(result), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(3, 200, 40)]
    [InlineData(16, 33, 64)]
    [InlineData(23, 400, 70)]
    public void Compact_numbers_are_scaled(int rows, int inner, int columns)
    {
        const float Scale = 0.25f;
        var chance = new Random(rows);
        var left = Numbers(chance, rows * inner);
        var integers = Enumerable.Range(0, columns * inner).Select(_ => (float)chance.Next(-100, 100)).ToArray();
        var packed = new float[Panels.Padded(columns) * inner];
        Panels.Pack(new Matrix(integers, columns, inner), 0, packed);
        var (expected, result) = (new float[rows * columns], new float[rows * columns]);

        MatrixProduct.Add(new Matrix(left, rows, inner), Panels.OfPacked<float>(packed, inner, Scale), new Matrix(expected, rows, columns));
        MatrixProduct.Add(
            new Matrix(left, rows, inner), Panels.OfPacked<short>([.. packed.Select(number => (short)number)], inner, Scale), new Matrix(result, rows, columns));

        Assert.Equal(expected[0], Scale * Enumerable.Range(0, inner).Sum(at => left[at] * integers[at]), 1e-2);
        Assert.All(expected.Zip(result), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var numbers = new float[4 * Panels.Width];

        Assert.Throws<ArgumentException>(() => Multiply(numbers, inner: 5, columns: 1));
        Assert.Throws<ArgumentException>(() => Multiply(numbers, inner: 4, columns: Panels.Width + 1));
        Multiply(numbers, inner: 4, columns: Panels.Width);

        static void Multiply(float[] packed, int inner, int columns) => MatrixProduct.Add(
            new Matrix(new float[inner], 1, inner), Panels.OfPacked<float>(packed, inner), new Matrix(new float[columns], 1, columns));
    }

    private static float[] Numbers(Random chance, int count) => [.. Enumerable.Range(0, count).Select(_ => chance.NextSingle() - 0.5f)];
}
