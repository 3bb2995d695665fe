using System.ComponentModel;

namespace Emulator.Hosting.Binding;

/// <summary>Turns a trigger's datum into a parameter's type: null without a conversion, an exception where the text does not fit.</summary>
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
