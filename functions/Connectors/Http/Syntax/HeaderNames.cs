namespace FunctionsPlatform.Connectors.Http.Syntax;

/// <summary>Headers that requests may set: not those by which HTTP itself works.</summary>
internal static class HeaderNames
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public static bool IsAllowed(string name) =>
        name.Length is > 0 and <= 100 && !Own.Contains(name) && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
