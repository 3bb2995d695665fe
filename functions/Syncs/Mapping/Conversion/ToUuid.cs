using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="Guid"/>. 16 bytes are in the order in which they are printed.</summary>
internal sealed class ToUuid(DestinationField field) : ValueConverter
{
    private readonly MappingFailure _invalid = Failures.Invalid(field, "UUIDs: 32 hexadecimal digits");

    public override object? Convert(object value) => value switch
    {
        Guid => value,
        byte[] { Length: 16 } bytes => new Guid(bytes, bigEndian: true),
        string text => FromText(text.Trim()),
        _ => _invalid,
    };

    private object FromText(string text) =>
        Guid.TryParseExact(text, "D", out var uuid) || Guid.TryParseExact(text, "N", out uuid) || Guid.TryParseExact(text, "B", out uuid) ? uuid : _invalid;
}
