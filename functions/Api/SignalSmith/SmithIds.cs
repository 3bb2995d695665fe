using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.SignalSmith;

internal static class SmithIds
{
    private static readonly PublicId Uuid = new("uuid", "");

    /// <summary>An id from the path; one that nothing has when the text is no UUID.</summary>
    public static Guid Read(string text) => Uuid.Read(text);
}
