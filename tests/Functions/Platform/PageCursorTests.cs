using System.Buffers.Text;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Platform;

public sealed class PageCursorTests
{
    [Fact]
    public void A_cursor_gives_back_its_row() =>
        Assert.Equal("row key", PageCursor.Decode("list", PageCursor.Encode("list", "row key")).Value);

    [Fact]
    public void A_cursor_of_another_list_is_refused() =>
        AssertRefused(PageCursor.Decode("mine", PageCursor.Encode("theirs", "row")));

    [Fact]
    public void Every_changed_byte_is_refused()
    {
        var bytes = Base64Url.DecodeFromChars(PageCursor.Encode("list", "row"));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            AssertRefused(PageCursor.Decode("list", Base64Url.EncodeToString(bytes)));
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("\u0000\uFFFF")]
    public void Any_other_text_is_refused(string cursor) => AssertRefused(PageCursor.Decode("list", cursor));

    [Fact]
    public void A_huge_text_is_refused() => AssertRefused(PageCursor.Decode("list", new string('A', 1_000_000)));

    private static void AssertRefused(Result<string> result)
    {
        Assert.False(result.Succeeded(out _, out var error));
        Assert.Equal((ErrorKind.Malformed, "cursor_invalid"), (error.Kind, error.Code));
    }
}
