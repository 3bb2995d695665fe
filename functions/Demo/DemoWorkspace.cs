using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Demo;

/// <summary>The workspace to try things in, and the credentials for it that the documentation prints.</summary>
public sealed class DemoWorkspace(Workspaces workspaces, Aliases aliases, ApiKeys keys, ClientCredentials clients, Users users, Rosters rosters)
{
    public const string AiForDatabaseKey = "afdb_test_demo_key";
    public const string SignalSmithKey = "sk_test_demo_key";
    public const string DataForgeKey = "df_test_demo_key";
    public const string ClientId = "demo-client";
    public const string ClientSecret = "demo-secret";
    public const string Email = "demo@example.com";
    public const string Password = "Demo-pass-1";

    public static readonly WorkspaceId Id = new(Guid.Parse("550e8400-e29b-41d4-a716-446655440000"));

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        Settle(await workspaces.CreateAsync(new NewWorkspace("Demo", Plan: "starter"), cancellationToken, Id));
        await aliases.AddAsync(WorkspaceId.Deployment, "workspace", "1", Id.Value, cancellationToken);
        await AddKeyAsync("AI for Database", "afdb_test_", AiForDatabaseKey, "pro", cancellationToken);
        await AddKeyAsync("SignalSmith", "sk_test_", SignalSmithKey, "standard", cancellationToken);
        await AddKeyAsync("DataForge AI", "df_test_", DataForgeKey, "starter", cancellationToken);
        Settle(await clients.AddAsync(new NewClient(Id, "ConnectyAI", Roles.Admin), ClientId, ClientSecret, cancellationToken));
        await AddUserAsync(cancellationToken);
    }

    private async Task AddKeyAsync(string name, string prefix, string text, string plan, CancellationToken cancellationToken) =>
        Settle(await keys.AddAsync(new NewApiKey(Id, name, prefix, Plan: plan), text, cancellationToken));

    private async Task AddUserAsync(CancellationToken cancellationToken)
    {
        var created = await users.CreateAsync(Email, "Demo User", Password, cancellationToken);
        Settle(created);
        var user = created.Succeeded(out var fresh, out _) ? fresh : (await users.SignInAsync(Email, Password, cancellationToken)).Value;
        Settle(await rosters.AddAsync(Team.OfOrganization(Id.Value), user.Id, Roles.Owner, cancellationToken));
        Settle(await rosters.AddAsync(Team.Of(Id), user.Id, Roles.Owner, cancellationToken));
    }

    // What is there already is as good as what is made now.
    private static void Settle<T>(Result<T> result)
    {
        if (!result.Succeeded(out _, out var error) && error.Kind != ErrorKind.Conflict)
            throw new InvalidOperationException($"The demo workspace could not be made: {error.Message}");
    }
}
