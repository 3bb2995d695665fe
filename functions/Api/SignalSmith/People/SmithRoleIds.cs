using System.Globalization;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>Ids of the platform's own roles in this API; those of a workspace have their own.</summary>
internal static class SmithRoleIds
{
    private static readonly string[] System = [Roles.Owner, Roles.Admin, Roles.Member, Roles.Editor, Roles.Viewer];

    public static IReadOnlyList<string> All => System;

    public static Guid Of(string role) => Guid.TryParseExact(role, "D", out var id)
        ? id
        : Guid.Parse($"00000000-0000-0000-0000-{Array.IndexOf(System, role) + 1:D12}", CultureInfo.InvariantCulture);

    /// <summary>The platform's role of an id, or null.</summary>
    public static string? Find(Guid id) => System.FirstOrDefault(role => Of(role) == id);

    /// <summary>A name or id as the platform resolves it.</summary>
    public static string Read(string text) => Guid.TryParseExact(text, "D", out var id) && Find(id) is { } role ? role : text;
}
