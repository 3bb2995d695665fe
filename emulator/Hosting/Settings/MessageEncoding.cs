namespace Emulator.Hosting.Settings;

/// <summary>How host.json says that message texts are written.</summary>
internal enum MessageEncoding
{
    Base64,
    None,
}

internal static class MessageEncodingExtensions
{
    /// <exception cref="FormatException">The text is not base64 and should be.</exception>
    public static BinaryData Decode(this MessageEncoding encoding, BinaryData text) =>
        encoding == MessageEncoding.Base64 ? BinaryData.FromBytes(Convert.FromBase64String(text.ToString())) : text;
}
