using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Tests.Questions;

[Collection(nameof(AloneCollection))]
public sealed class AnswerMemoryTests
{
    [Fact]
    public async Task A_result_of_very_many_columns_takes_little_memory_for_its_statistics()
    {
        var columns = Enumerable.Range(0, 1_000).Select(n => new ResultColumn($"c{n}", ColumnKind.Integer)).ToList();
        var row = 0L;
        var rows = Enumerable.Range(0, 3_000).Select(_ => columns.Select(_ => (object?)++row).ToArray());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long during = 0;

        var answer = await AnswerReader.ReadAsync(
            new ListReader(columns, rows.Select((values, n) =>
            {
                if (n == 2_999)
                    during = GC.GetTotalMemory(forceFullCollection: true);
                return values;
            })),
            1,
            long.MaxValue,
            CancellationToken.None);

        Assert.InRange(during - before, long.MinValue, 64L * 1024 * 1024);
        Assert.All(answer.Statistics, column => Assert.InRange(column.Numeric!.Distinct.Value, 2_700, 3_300));
    }
}
