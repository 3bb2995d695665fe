using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Takes, of what fits, the listed values only.</summary>
internal sealed class AllowedOnly(DestinationField field, IReadOnlyList<string> allowed, ValueConverter converter, ValueConverter fromText) : ValueConverter
{
    private readonly MappingFailure _notAllowed = Failures.NotAllowed(field, allowed);

    // As values of the field's kind, so that 1 and "1" are the same to a field of numbers.
    private readonly HashSet<object?> _allowed = [.. allowed.Select(fromText.Convert)];

    public override object? Convert(object value) =>
        converter.Convert(value) is var converted && (converted is null or MappingFailure || _allowed.Contains(converted)) ? converted : _notAllowed;
}
