using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary><see cref="byte"/> array; text is base64.</summary>
internal sealed class ToBinary(DestinationField field) : ValueConverter
{
    private readonly int _longest = field.MaxLength ?? int.MaxValue;
    private readonly MappingFailure _invalid = Failures.Invalid(field, "bytes, as text in base64");
    private readonly MappingFailure _tooLong = Failures.TooLong(field, $"at most {field.MaxLength} bytes");

    public override object? Convert(object value) => value switch
    {
        byte[] bytes => bytes.Length <= _longest ? value : _tooLong,
        Guid uuid => Convert(uuid.ToByteArray(bigEndian: true)),
        string text => FromText(text),
        _ => _invalid,
    };

    private object FromText(string text)
    {
        var bytes = new byte[(text.Length * 3L / 4) + 3];
        return System.Convert.TryFromBase64String(text, bytes, out var length) ? Convert(bytes[..length])! : _invalid;
    }
}
