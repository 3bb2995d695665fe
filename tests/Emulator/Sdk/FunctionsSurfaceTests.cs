using Microsoft.Azure.Functions.Worker;

namespace Emulator.Tests.Sdk;

/// <summary>What compiles against the emulator compiles against the real SDK: the emulator declares nothing that the SDK does not.</summary>
public sealed class FunctionsSurfaceTests
{
    [Fact]
    public void Every_public_member_in_a_Microsoft_namespace_is_one_of_the_real_sdk()
    {
        var real = ReadSurface();

        var others = DeclaredByTheEmulator().Where(member => !real.Contains(member)).ToList();

        Assert.True(others.Count == 0, "Not in the real SDK:\n" + string.Join("\n", others));
    }

    [Fact]
    public void The_list_is_compared_with_what_there_is()
    {
        Assert.Contains("Microsoft.Azure.Functions.Worker | class FunctionAttribute | string Name { get; }", DeclaredByTheEmulator());
        Assert.True(DeclaredByTheEmulator().Count() > 200);
    }

    private static IEnumerable<string> DeclaredByTheEmulator() => typeof(FunctionAttribute).Assembly.GetExportedTypes()
        .Where(type => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal))
        .SelectMany(type => Signature.OfMembers(type)
            .Select(member => $"{type.Namespace} | {Signature.Of(type)} | {member}")
            .Prepend($"{type.Namespace} | {Signature.Of(type)}"));

    private static HashSet<string> ReadSurface()
    {
        var members = new HashSet<string>();
        var (space, type) = ("", "");
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sdk", "FunctionsSurface.txt")))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
                space = line["namespace ".Length..];
            else if (line[0] == ' ')
                members.Add($"{space} | {type} | {line.Trim()}");
            else
                members.Add($"{space} | {type = line}");
        }

        return members;
    }
}
