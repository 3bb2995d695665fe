using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Workflows.Runs;

namespace FunctionsPlatform.Workflows;

/// <summary>A call of a workflow's webhook.</summary>
/// <param name="Workflow">Its id, or the name that the deployment knows it by.</param>
public sealed record HookCall(string Workflow, ReadOnlyMemory<byte> Body)
{
    public string Token { get; init; } = "";

    /// <summary><c>sha256=</c> and the HMAC of the body in hex.</summary>
    public string Signature { get; init; } = "";

    /// <summary>Calls of the same key start one run; empty where the caller has none.</summary>
    public string Key { get; init; } = "";

    public override string ToString() => $"HookCall {{ Workflow = {Workflow} }}";
}

/// <summary>Starts workflows that are called.</summary>
public sealed class WorkflowHooks(WorkflowStore store, WorkflowSecrets secrets, WorkflowRuns runs, RunStore kept, Aliases aliases, Ids ids, TimeProvider clock)
{
    private const string SignaturePrefix = "sha256=";

    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(7);

    public async Task<Result<WorkflowRun>> StartAsync(HookCall call, CancellationToken cancellationToken)
    {
        var id = await aliases.ResolveAsync(WorkspaceId.Deployment, Workflow.PublicId, call.Workflow, cancellationToken) ?? Guid.Empty;
        if (await store.FindAsync(id, cancellationToken) is not { Trigger: WorkflowTrigger.Webhook trigger } workflow
            || await secrets.ReadHookAsync(workflow.Workspace, id, cancellationToken) is not { } secret
            || !(trigger.IsSigned ? IsSigned(call, secret) : IsSame(Encoding.UTF8.GetBytes(call.Token), Encoding.UTF8.GetBytes(secret))))
            return WorkflowErrors.HookRefused;
        if (!Read(call.Body).Succeeded(out var body, out var malformed))
            return malformed;
        Guid? run = call.Key.Length > 0 ? await kept.RunOfCallAsync(id, call.Key, ids.New(), clock.GetUtcNow() + KeyLife, cancellationToken) : null;
        return await runs.StartAsync(workflow, new RunRequest(RunTrigger.Webhook), new RunInput(Webhook: body), cancellationToken, run);
    }

    private static bool IsSigned(HookCall call, string secret)
    {
        var expected = SignaturePrefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), call.Body.Span));
        return IsSame(Encoding.UTF8.GetBytes(call.Signature.ToLowerInvariant()), Encoding.UTF8.GetBytes(expected));
    }

    private static bool IsSame(byte[] given, byte[] expected) => CryptographicOperations.FixedTimeEquals(given, expected);

    /// <summary>The body as templates read it; null where there is none.</summary>
    private static Result<JsonElement?> Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
            return (JsonElement?)null;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return WorkflowErrors.HookMalformed;
        }
    }
}
