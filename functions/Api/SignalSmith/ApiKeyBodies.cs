using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.SignalSmith;

/// <param name="Scopes">Permissions of the key; without them it gets those of its creator.</param>
public sealed record CreateApiKeyRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);

/// <param name="KeyPrefix">Beginning of the key, to recognise it by.</param>
public sealed record ApiKeyBody(
    Guid Id,
    Guid WorkspaceId,
    string Name,
    string KeyPrefix,
    string Status,
    IEnumerable<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RotatedAt)
{
    public static ApiKeyBody Of(ApiKey key) => new(
        key.Id, key.Workspace.Value, key.Name, key.Display.TrimEnd('.'), "active", key.Scopes.Order(StringComparer.Ordinal),
        key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RotatedAt);
}

/// <param name="Key">The key: shown here and never again.</param>
public sealed record CreatedApiKey(
    Guid Id,
    Guid WorkspaceId,
    string Name,
    string Key,
    string KeyPrefix,
    string Status,
    IEnumerable<string> Scopes,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt)
{
    public static CreatedApiKey Of(IssuedApiKey issued)
    {
        var key = ApiKeyBody.Of(issued.Key);
        return new(key.Id, key.WorkspaceId, key.Name, issued.Secret, key.KeyPrefix, key.Status, key.Scopes, key.CreatedAt, key.ExpiresAt);
    }

    public override string ToString() => $"CreatedApiKey {{ Id = {Id} }}";
}

/// <param name="OverlapHours">How long the key before is good too, at most 30 days.</param>
public sealed record RotateApiKeyRequest([property: Range(0, 720)] int OverlapHours = 24);

/// <param name="Key">The new key: shown here and never again.</param>
/// <param name="PreviousKeyExpiresAt">Until then the key before is good too.</param>
public sealed record RotatedApiKey(Guid Id, Guid WorkspaceId, string Name, string Key, string KeyPrefix, DateTimeOffset? PreviousKeyExpiresAt, DateTimeOffset? ExpiresAt)
{
    public static RotatedApiKey Of(IssuedApiKey issued)
    {
        var key = ApiKeyBody.Of(issued.Key);
        return new(key.Id, key.WorkspaceId, key.Name, issued.Secret, key.KeyPrefix, issued.Key.FormerUntil, key.ExpiresAt);
    }

    public override string ToString() => $"RotatedApiKey {{ Id = {Id} }}";
}

public sealed record DeletedBody(string Status = "deleted");
