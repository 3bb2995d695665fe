using System.Reflection;
using System.Runtime.CompilerServices;

namespace Emulator.Tests.Sdk;

/// <summary>Signatures as <c>FunctionsSurface.txt</c> writes them.</summary>
internal static class Signature
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return $"delegate {Call(type.GetMethod("Invoke")!, NameOf(type))}";
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        var modifier = kind != "class" ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return $"{modifier}{kind} {NameOf(type)}";
    }

    /// <summary>The members that a type declares for others to use; what the compiler adds to records is left out.</summary>
    public static IEnumerable<string> OfMembers(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ToInt64(value, null)}");

        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetConstructors(declared).Where(IsVisible).Select(constructor => Visibility(constructor) + $"{type.Name.Split('`')[0]}({Parameters(constructor)})")
            .Concat(type.GetProperties(declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetFields(declared).Where(field => field.IsPublic).Select(Field))
            .Concat(type.GetMethods(declared).Where(method => IsVisible(method) && !IsAccessor(method) && !IsOfEveryRecord(method)).Select(Method));
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsVisible).ToList();
        var text = accessors.Contains(property.GetMethod!) ? "get; " : "";
        if (accessors.Contains(property.SetMethod!))
            text += IsInit(property) ? "init; " : "set; ";
        return $"{Visibility(accessors[0])}{Static(accessors[0])}{NameOf(property.PropertyType)} {property.Name} {{ {text}}}";
    }

    private static string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{NameOf(field.FieldType)} {field.Name}";

    private static string Method(MethodInfo method) => Visibility(method) + Static(method) + (method.Name == "op_Implicit"
        ? $"implicit operator {NameOf(method.ReturnType)}({Parameters(method)})"
        : Call(method, method.Name + Arguments(method.GetGenericArguments())));

    private static string Call(MethodInfo method, string name) => $"{NameOf(method.ReturnType)} {name}({Parameters(method)})";

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(parameter =>
            $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " =" : "")}"));
    }

    private static string NameOf(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{NameOf(underlying)}?";
        return type.IsArray ? $"{NameOf(type.GetElementType()!)}[]" : type.Name.Split('`')[0] + Arguments(type.GetGenericArguments());
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(NameOf))}>";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Visibility(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_Implicit", StringComparison.Ordinal);

    private static bool IsOfEveryRecord(MethodInfo method) => method.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "<Clone>$" or "Deconstruct";
}
