using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace FunctionsPlatform.Tests.Platform;

public sealed class RowKeysTests
{
    [Fact]
    public void Later_ids_sort_first_and_can_be_read_back()
    {
        var clock = new FakeTimeProvider();
        var ids = new Ids(clock);
        var made = Enumerable.Range(0, 20).Select(_ =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            return ids.New();
        }).ToList();

        var sorted = made.Select(RowKeys.NewestFirst).Order(StringComparer.Ordinal).Select(RowKeys.IdOfNewestFirst);

        Assert.Equal(Enumerable.Reverse(made), sorted);
    }

    [Fact]
    public void Later_times_sort_first()
    {
        var id = Guid.Parse("729cb7a4-4b06-449e-a3c9-df40f5e570b8");
        var at = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.True(string.CompareOrdinal(RowKeys.NewestFirst(at.AddSeconds(1), id), RowKeys.NewestFirst(at, id)) < 0);
    }

    [Theory]
    [InlineData("a/b", "a!2fb")]
    [InlineData("tab\tand#?", "tab!09and!23!3f")]
    [InlineData("ä", "!c3!a4")]
    [InlineData("a!2fb", "a!212fb")]
    public void Text_that_keys_do_not_take_is_escaped_without_clashes(string text, string key) => Assert.Equal(key, RowKeys.Escape(text));

    [Theory]
    [InlineData("conn_", "conn_0198c0de00007000800000000000abcd")]
    [InlineData("", "0198c0de-0000-7000-8000-00000000abcd")]
    public void Public_ids_are_reversible(string prefix, string text)
    {
        var format = new PublicId("connection", prefix);

        Assert.True(format.TryParse(text, out var id));
        Assert.Equal(text, format.Format(id));
    }

    [Theory]
    [InlineData("conn_", "conn_abc123")]
    [InlineData("conn_", "q_0198c0de00007000800000000000abcd")]
    [InlineData("conn_", "0198c0de00007000800000000000abcd")]
    [InlineData("", "0198c0de00007000800000000000abcd")]
    [InlineData("", "13")]
    public void What_is_not_a_public_id_is_refused(string prefix, string text) =>
        Assert.False(new PublicId("connection", prefix).TryParse(text, out _));
}
