using System.Reflection;
using System.Runtime.CompilerServices;

namespace Emulator.Tests.Sdk;

/// <summary>Signatures as <c>FunctionsSurface.txt</c> writes them.</summary>
internal static class Signature
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return $"delegate {Call(type.GetMethod("Invoke")!, NameOf(type))}";
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        return $"{(kind == "class" ? Modifier(type) : "")}{kind} {NameOf(type)}";
    }

    /// <summary>The members that a type declares for others to use; what the compiler adds to records is left out.</summary>
    public static IEnumerable<string> OfMembers(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
            return [];
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ToInt64(value, null)}");

        return type.GetConstructors(Declared).Where(IsVisible).Select(Constructor)
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic).Select(Field))
            .Concat(type.GetMethods(Declared).Where(IsWritten).Select(Method));
    }

    private static string Modifier(Type type) => (type.IsAbstract, type.IsSealed) switch
    {
        (true, true) => "static ",
        (true, false) => "abstract ",
        (false, true) => "sealed ",
        (false, false) => "",
    };

    private static string Constructor(ConstructorInfo constructor) =>
        $"{Visibility(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

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
        return extends + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var takesMany = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{takesMany}{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " =" : "")}";
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

    /// <summary>Whether somebody wrote the method: it is no accessor, and none that every record has.</summary>
    private static bool IsWritten(MethodInfo method) =>
        IsVisible(method)
        && (!method.IsSpecialName || method.Name == "op_Implicit")
        && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "<Clone>$" or "Deconstruct");
}
