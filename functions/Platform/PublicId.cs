namespace FunctionsPlatform.Platform;

/// <summary>How one kind of resource writes its ids: a prefix and the 32 hex digits of the GUID (<c>conn_0198...</c>).</summary>
/// <param name="Kind">Name of the kind of resource, under which its aliases are kept: <c>connection</c>.</param>
/// <param name="Prefix">What goes before the digits; empty for ids written as bare UUIDs.</param>
public sealed record PublicId(string Kind, string Prefix)
{
    public string Format(Guid id) => Prefix.Length == 0 ? id.ToString("D") : Prefix + id.ToString("N");

    /// <summary>Reads what <see cref="Format"/> wrote, and nothing else: any other text can only be an alias.</summary>
    public bool TryParse(string text, out Guid id)
    {
        if (Prefix.Length == 0)
            return Guid.TryParseExact(text, "D", out id);
        id = default;
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[Prefix.Length..], "N", out id);
    }

    /// <summary>The id that was written so; one that nothing has for any other text.</summary>
    public Guid Read(string text) => TryParse(text, out var id) ? id : Guid.Empty;
}
