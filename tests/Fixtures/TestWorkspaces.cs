using System.Net.Http.Headers;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Fixtures;

/// <summary>A workspace of one test, and a key that opens it.</summary>
public sealed record TestWorkspace(WorkspaceId Id, string Key);

public static class TestWorkspaces
{
    public static async Task<TestWorkspace> NewWorkspaceAsync(
        this PlatformApp app, string role = Roles.Owner, IReadOnlyCollection<string>? scopes = null, string? plan = null)
    {
        var workspace = (await app.Services.GetRequiredService<Workspaces>().CreateAsync(new NewWorkspace("Test"), default)).Value;
        var draft = new NewApiKey(workspace.Id, "test", "test_", role, scopes, plan);
        var issued = (await app.Services.GetRequiredService<ApiKeys>().CreateAsync(draft, default)).Value;
        return new TestWorkspace(workspace.Id, issued.Secret);
    }

    /// <summary>A client of the app that sends the workspace's key with every request.</summary>
    public static HttpClient ClientOf(this PlatformApp app, TestWorkspace workspace) => app.ClientWith(workspace.Key);

    public static HttpClient ClientWith(this PlatformApp app, string token) => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = app.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
