using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Secrets;

namespace FunctionsPlatform.Workflows;

/// <summary>What a workflow must not show: the values that its templates read, and what callers of its webhook prove themselves by.</summary>
public sealed class WorkflowSecrets(SecretStore secrets)
{
    private const string HookPrefix = "whk_";
    private const int HookBytes = 32;

    public Task SetAsync(WorkspaceId workspace, Guid workflow, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        secrets.SetAsync(workspace, ValuesId(workflow), JsonSerializer.Serialize(values), cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(WorkspaceId workspace, Guid workflow, CancellationToken cancellationToken) =>
        await secrets.GetAsync(workspace, ValuesId(workflow), cancellationToken) is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : [];

    /// <summary>Makes the secret of a webhook, in place of the one it had.</summary>
    public async Task<string> NewHookAsync(WorkspaceId workspace, Guid workflow, CancellationToken cancellationToken)
    {
        var secret = HookPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(HookBytes));
        await secrets.SetAsync(workspace, HookId(workflow), secret, cancellationToken);
        return secret;
    }

    public Task SetHookAsync(WorkspaceId workspace, Guid workflow, string secret, CancellationToken cancellationToken) =>
        secrets.SetAsync(workspace, HookId(workflow), secret, cancellationToken);

    public Task<string?> ReadHookAsync(WorkspaceId workspace, Guid workflow, CancellationToken cancellationToken) => secrets.GetAsync(workspace, HookId(workflow), cancellationToken);

    public async Task RemoveAsync(WorkspaceId workspace, Guid workflow, CancellationToken cancellationToken)
    {
        await secrets.RemoveAsync(workspace, ValuesId(workflow), cancellationToken);
        await secrets.RemoveAsync(workspace, HookId(workflow), cancellationToken);
    }

    private static string ValuesId(Guid workflow) => $"workflow/{workflow:N}/values";

    private static string HookId(Guid workflow) => $"workflow/{workflow:N}/hook";
}
