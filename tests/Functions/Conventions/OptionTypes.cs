using System.Reflection;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>The classes that sections of the configuration are read into: those with a constant <c>Section</c>.</summary>
internal static class OptionTypes
{
    public static IReadOnlyList<Type> All { get; } = [.. typeof(PlatformApplication).Assembly.GetTypes().Where(type => Section(type) is not null)];

    public static string SectionOf(Type type) => (string)Section(type)!.GetRawConstantValue()!;

    private static FieldInfo? Section(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal) ? type.GetField("Section", BindingFlags.Public | BindingFlags.Static) : null;
}
