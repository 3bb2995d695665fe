using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>The opaque text by which a caller asks for the next page: where the last one ended, and of which list.</summary>
/// <remarks>
/// A checksum over list and key refuses cursors that were cut, edited or taken from another list. It is no signature and needs none:
/// the partition that is read comes from the caller's credential, never from the cursor.
/// </remarks>
public static class PageCursor
{
    private const int ChecksumLength = 8;

    /// <param name="list">Names the list, its tenant and its filter: a cursor is good for that list only.</param>
    /// <param name="rowKey">Key of the last row of the page.</param>
    public static string Encode(string list, string rowKey) =>
        Base64Url.EncodeToString([.. Checksum(list, rowKey), .. Encoding.UTF8.GetBytes(rowKey)]);

    /// <returns>The row key to read on from, or <c>cursor_invalid</c>.</returns>
    public static Result<string> Decode(string list, string cursor)
    {
        if (cursor.Length > 2048 || !Base64Url.IsValid(cursor))
            return Invalid;
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= ChecksumLength)
            return Invalid;
        var rowKey = Encoding.UTF8.GetString(bytes.AsSpan(ChecksumLength));
        return Checksum(list, rowKey).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumLength)) ? rowKey : Invalid;
    }

    private static ApiError Invalid { get; } = new(
        ErrorKind.Malformed, "cursor_invalid", "The cursor is not one that this list gave out; leave it away to start at the first page.");

    private static byte[] Checksum(string list, string rowKey) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{rowKey}"))[..ChecksumLength];
}
