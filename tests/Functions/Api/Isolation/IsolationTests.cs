using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Fixtures;
using FunctionsPlatform.Access;
using FunctionsPlatform.Demo;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Api.Isolation;

/// <summary>Every function against every kind of credential: none, expired, of a role, without the scope, of another workspace.</summary>
public sealed partial class IsolationTests(IsolationPlatform platform) : IClassFixture<IsolationPlatform>
{
    private const string UnknownWorkspace = "01890000-0000-7000-8000-00000000abcd";
    private const string UnknownNumber = "987654";

    private static readonly IReadOnlyList<IsolatedFunction> Closed = [.. IsolatedFunction.All.Where(function => !function.Endpoint.IsAnonymous)];

    [Fact]
    public void Every_function_has_its_place_in_the_table()
    {
        var open = IsolatedFunction.All.Where(function => function.Endpoint.IsAnonymous).Select(function => function.Name).ToHashSet();
        var missing = (
            from function in Closed
            from parameter in function.Parameters
            where function.SampleOf(parameter.Path) is null
            select $"IsolationTable.Parameters: [\"{parameter.Path}\"], with what sample {{{parameter.Parameter}}} of {function.Name} stands for").Concat(
            from function in Closed
            where function.Body is not null && !IsolationTable.Bodies.ContainsKey(function.Body) && !IsolationTable.PlainBodies.Contains(function.Body)
            select $"IsolationTable.Bodies: [\"{function.Body}\"] of {function.Name}, with the samples that it names, or PlainBodies where it names nothing of a workspace").Concat(
            from name in open.Except(IsolationTable.Open)
            select $"IsolationTable.Open: \"{name}\", if it is to answer without a credential");

        Assert.True(!missing.Any(), $"Add to\n{string.Join('\n', missing.Distinct())}");
        Assert.Empty(IsolationTable.Open.Except(open));
        Assert.Empty(IsolationTable.Parameters.Values.Except(platform.SampleNames));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("revoked")]
    [InlineData("nonsense")]
    public async Task Without_a_good_credential_nothing_answers(string credential)
    {
        using var client = platform.ClientOf(credential);

        await AssertAllAsync(Closed, async function =>
        {
            using var response = await client.SendAsync(function.Request(platform.Samples.Unknown, platform.Own, platform.OwnNumber, "{}"));
            return response.StatusCode == HttpStatusCode.Unauthorized ? null : $"{(int)response.StatusCode}, not 401";
        });
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Editor)]
    [InlineData(Roles.Member)]
    [InlineData(Roles.Admin)]
    public async Task A_role_opens_what_it_says_and_nothing_else(string role)
    {
        using var client = platform.ClientOf(role);

        await AssertAllAsync(Closed, async function =>
        {
            var mayCall = Permissions.Holds(Roles.PermissionsOf(role), function.Endpoint.Permission!);
            if (mayCall && IsolationTable.Stricter.Contains(function.Endpoint.Name))
                return null;
            using var response = await client.SendAsync(function.Request(platform.Samples.Unknown, platform.Own, platform.OwnNumber, "{}"));
            return response.StatusCode switch
            {
                HttpStatusCode.Forbidden => mayCall ? "403 in spite of the permission" : null,
                HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError => $"{(int)response.StatusCode}",
                _ => mayCall ? null : $"{(int)response.StatusCode}, not 403",
            };
        });
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        var clients = new ConcurrentDictionary<string, HttpClient>();

        await AssertAllAsync(Closed, async function =>
        {
            var client = clients.GetOrAdd(function.Endpoint.Permission!, permission => platform.ClientOf($"without {permission}"));
            using var response = await client.SendAsync(function.Request(platform.Samples.Unknown, platform.Own, platform.OwnNumber, "{}"));
            return response.StatusCode == HttpStatusCode.Forbidden ? null : $"{(int)response.StatusCode}, not 403";
        });
    }

    [Fact]
    public async Task What_another_workspace_has_looks_like_what_is_not_there()
    {
        await AssertSamplesAreThereAsync();
        using var stranger = platform.ClientOf("stranger");

        // By the other workspace's name ...
        await AssertAllAsync(Closed.Where(function => function.NamesWorkspaceInHeader || function.NamesWorkspaceInPath), async function =>
        {
            var theirs = await AnswerAsync(stranger, function.Request(name => platform.Samples[name], platform.Samples["workspace"], platform.Samples["workspace number"]));
            var nobodys = await AnswerAsync(stranger, function.Request(name => platform.Samples[name], UnknownWorkspace, UnknownNumber));
            return Compare(theirs, nobodys);
        });

        // ... and by the stranger's own, with the other's ids.
        await AssertAllAsync(Closed.Where(function => function.NamesSamples), async function =>
        {
            var theirs = await AnswerAsync(stranger, function.Request(name => platform.Samples[name], platform.Strangers, platform.StrangersNumber));
            var nobodys = await AnswerAsync(stranger, function.Request(platform.Samples.Unknown, platform.Strangers, platform.StrangersNumber));
            return Compare(theirs, nobodys);
        });

        await AssertAllAsync(Closed.Where(function => function.Verb == "GET" && !function.NamesSamples), async function =>
        {
            var answer = await AnswerAsync(stranger, function.Request(name => platform.Samples[name], platform.Strangers, platform.StrangersNumber), isPlain: true);
            return platform.Samples.Ids.FirstOrDefault(id => id.Length > 30 && answer.Body.Contains(id, StringComparison.OrdinalIgnoreCase)) is { } leaked ? $"shows {leaked}" : null;
        });

        await AssertSamplesAreThereAsync();
    }

    /// <summary>Otherwise all that is refused above would be refused for want of the thing.</summary>
    private Task AssertSamplesAreThereAsync()
    {
        var owner = platform.ClientOf("owner");
        return AssertAllAsync(
            Closed.Where(function => function.Verb == "GET" && function.NamesSamples && !IsolationTable.NotReady.Contains(function.Endpoint.Name)),
            async function =>
            {
                var answer = await AnswerAsync(owner, function.Request(name => platform.Samples[name], platform.Samples["workspace"], platform.Samples["workspace number"]));
                return (int)answer.Status < 300 ? null : $"{(int)answer.Status} to its owner: {answer.Body}";
            });
    }

    private static string? Compare(Answer theirs, Answer nobodys) =>
        theirs.Status != nobodys.Status || theirs.Body != nobodys.Body
            ? $"{(int)theirs.Status} {theirs.Body}\n    but for what is not there\n    {(int)nobodys.Status} {nobodys.Body}"
            : (int)theirs.Status is >= 300 and < 500 || theirs.Body.Contains("\"data\":[]", StringComparison.Ordinal) || theirs.Body == "[]" ? null : $"{(int)theirs.Status} {theirs.Body}";

    private async Task<Answer> AnswerAsync(HttpClient client, HttpRequestMessage request, bool isPlain = false)
    {
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, isPlain ? body : Volatile().Replace(WithoutIds(body), "..."));
    }

    // What the request named may be repeated in the answer.
    private string WithoutIds(string body)
    {
        foreach (var id in platform.Samples.Ids.Append(UnknownWorkspace).Where(id => id.Length > 3).OrderByDescending(id => id.Length))
            body = body.Replace(id, "ID", StringComparison.OrdinalIgnoreCase);
        return Unknown().Replace(body, "ID");
    }

    private static async Task AssertAllAsync(IEnumerable<IsolatedFunction> functions, Func<IsolatedFunction, Task<string?>> check)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(functions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (function, _) =>
        {
            if (await check(function) is { } problem)
                wrong.Add($"{function.Name} {function.Verb} {function.Endpoint.Route}: {problem}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex(@"req_[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.]+Z?")]
    private static partial Regex Volatile();

    [GeneratedRegex(@"[a-z]*[-_]?0189000000007000800000000000abcd|01890000-0000-7000-8000-00000000abcd|\b987654\b|nothing-of-that-name")]
    private static partial Regex Unknown();

    private sealed record Answer(HttpStatusCode Status, string Body);
}

/// <summary>The platform with its demo, in which everything is, and two workspaces in which nothing is.</summary>
public sealed class IsolationPlatform : IAsyncLifetime
{
    private readonly Dictionary<string, string> _keys = [];
    private readonly string _files = Directory.CreateTempSubdirectory("isolation-").FullName;
    private PlatformApp? _app;
    private WorkspaceId _own;

    public PlatformApp App => _app!;

    internal IsolationSamples Samples { get; private set; } = null!;

    internal IEnumerable<string> SampleNames => Samples.Names;

    /// <summary>The workspace whose roles are tried.</summary>
    public string Own => _own.ToString();

    public string OwnNumber { get; private set; } = "";

    /// <summary>The workspace of the stranger.</summary>
    public string Strangers { get; private set; } = "";

    public string StrangersNumber { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _app = await PlatformApp.StartAsync(new Dictionary<string, string>
        {
            ["Demo:Enabled"] = "true",
            ["Demo:Directory"] = _files,
            ["Access:CredentialCache"] = "00:01:00",
            ["Outgoing:AllowPrivateAddresses"] = "true",
        });
        Samples = await IsolationSamples.MakeAsync(_app);
        _keys["owner"] = DemoWorkspace.AiForDatabaseKey;
        (_own, OwnNumber) = await NewWorkspaceAsync("Own");
        var (strangers, strangersNumber) = await NewWorkspaceAsync("Stranger's");
        (Strangers, StrangersNumber) = (strangers.ToString(), strangersNumber);
        _keys["stranger"] = await NewKeyAsync(new NewApiKey(strangers, "stranger", "test_"));
        foreach (var role in new[] { Roles.Viewer, Roles.Editor, Roles.Member, Roles.Admin })
            _keys[role] = await NewKeyAsync(new NewApiKey(_own, role, "test_", role));
        foreach (var permission in Permissions.All.Append(Permissions.WorkspacesCreate))
            _keys[$"without {permission}"] = await NewKeyAsync(new NewApiKey(_own, permission, "test_", Scopes: [.. Permissions.All.Where(other => other != permission)]));
        _keys["expired"] = await NewKeyAsync(new NewApiKey(_own, "expired", "test_", ExpiresAt: DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 50)));
        _keys["revoked"] = await RevokedAsync();
        _keys["nonsense"] = "test_nobody";
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    public HttpClient ClientOf(string credential) =>
        credential == "none" ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = App.Address } : App.ClientWith(_keys[credential]);

    private async Task<(WorkspaceId, string)> NewWorkspaceAsync(string name)
    {
        var workspaces = App.Services.GetRequiredService<Workspaces>();
        var made = (await workspaces.CreateAsync(new NewWorkspace(name), default)).Value.Id;
        return (made, (await workspaces.NumberOfAsync(made, default))!);
    }

    private async Task<string> NewKeyAsync(NewApiKey draft) => (await App.Services.GetRequiredService<ApiKeys>().CreateAsync(draft, default)).Value.Secret;

    private async Task<string> RevokedAsync()
    {
        var keys = App.Services.GetRequiredService<ApiKeys>();
        var issued = (await keys.CreateAsync(new NewApiKey(_own, "revoked", "test_"), default)).Value;
        await keys.RevokeAsync(_own, issued.Key.Id, default);
        return issued.Secret;
    }
}
