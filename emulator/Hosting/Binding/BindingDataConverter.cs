using System.ComponentModel;

namespace Emulator.Hosting.Binding;

/// <summary>Turns a datum of a trigger into a parameter's type. What cannot be read throws; what no conversion exists for is null.</summary>
internal static class BindingDataConverter
{
    public static Func<object, object?> To(Type type)
    {
        if (type == typeof(string))
            return value => value.ToString();
        var converter = TypeDescriptor.GetConverter(type);
        var readsText = converter.CanConvertFrom(typeof(string));
        return value => type.IsInstanceOfType(value) ? value
            : readsText ? converter.ConvertFromInvariantString(value.ToString()!)
            : null;
    }
}
