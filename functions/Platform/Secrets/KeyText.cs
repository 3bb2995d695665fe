namespace FunctionsPlatform.Platform.Secrets;

internal static class KeyText
{
    public const int KeyBytes = 32;

    /// <param name="origin">Where the text was read, for the message; the text itself is never in it.</param>
    public static byte[] Parse(string base64, string origin)
    {
        var bytes = new byte[KeyBytes];
        return Convert.TryFromBase64String(base64.Trim(), bytes, out var length) && length == KeyBytes
            ? bytes
            : throw new InvalidOperationException($"A key in {origin} is not 32 bytes in Base64.");
    }
}
