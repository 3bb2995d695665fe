using System.Security.Cryptography;
using System.Text;
using FunctionsPlatform.Access;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Access;

public sealed class IdempotencyTests
{
    private static readonly WorkspaceId Mine = new(Guid.Parse("11111111-1111-4111-8111-111111111111"));
    private static readonly WorkspaceId Theirs = new(Guid.Parse("22222222-2222-4222-8222-222222222222"));

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300_000)]
    public async Task A_repeated_request_gets_the_first_answer_again(int bodyLength)
    {
        await using var access = await AccessHost.StartAsync();
        var body = RandomNumberGenerator.GetBytes(bodyLength);
        var claim = await StartAsync(access, "key");
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["Location"] = "/v1/queries/1" };
        await access.Get<Idempotency>().CompleteAsync(claim, new StoredResponse(201, headers, body), default);

        await using var other = access.Another();
        var replay = Assert.IsType<IdempotencyDecision.Replay>((await BeginAsync(other, "key")).Value).Response;

        Assert.Equal(201, replay.Status);
        Assert.Equal(headers, replay.Headers);
        Assert.Equal(body, replay.Body);
    }

    [Fact]
    public async Task Of_requests_at_the_same_time_exactly_one_runs()
    {
        await using var access = await AccessHost.StartAsync();
        await using var other = access.Another();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => BeginAsync(i % 2 == 0 ? access : other, "key"))));

        Assert.Single(results, result => result.Succeeded(out var decision, out _) && decision is IdempotencyDecision.Started);
        Assert.Equal(15, results.Count(result => !result.Succeeded(out _, out var error) && error.Code == "request_in_progress"));
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused_before_and_after_the_first_is_done()
    {
        await using var access = await AccessHost.StartAsync();
        var claim = await StartAsync(access, "key");

        Assert.Equal((ErrorKind.Invalid, "idempotency_key_reused"), Refusal(await BeginAsync(access, "key", "other request")));
        await access.Get<Idempotency>().CompleteAsync(claim, Answer, default);
        Assert.Equal((ErrorKind.Invalid, "idempotency_key_reused"), Refusal(await BeginAsync(access, "key", "other request")));
    }

    [Fact]
    public async Task A_running_request_is_a_conflict()
    {
        await using var access = await AccessHost.StartAsync();
        await StartAsync(access, "key");

        Assert.Equal((ErrorKind.Conflict, "request_in_progress"), Refusal(await BeginAsync(access, "key")));
    }

    [Fact]
    public async Task Keys_of_other_workspaces_callers_and_operations_are_other_keys()
    {
        await using var access = await AccessHost.StartAsync();
        await StartAsync(access, "key");
        var idempotency = access.Get<Idempotency>();

        foreach (var (workspace, caller, operation) in new[] { (Theirs, "me", "POST /a"), (Mine, "you", "POST /a"), (Mine, "me", "POST /b") })
        {
            var decision = await idempotency.BeginAsync(workspace, caller, operation, "key", Hash("request"), default);
            Assert.IsType<IdempotencyDecision.Started>(decision.Value);
        }
    }

    [Fact]
    public async Task An_abandoned_request_may_run_again()
    {
        await using var access = await AccessHost.StartAsync();
        await access.Get<Idempotency>().AbandonAsync(await StartAsync(access, "key"), default);

        Assert.IsType<IdempotencyDecision.Started>((await BeginAsync(access, "key")).Value);
    }

    [Fact]
    public async Task The_claim_of_a_dead_instance_is_taken_over_and_its_late_answer_ignored()
    {
        await using var access = await AccessHost.StartAsync();
        var idempotency = access.Get<Idempotency>();
        var dead = await StartAsync(access, "key");
        access.Clock.Advance(TimeSpan.FromMinutes(5));

        var taken = await StartAsync(access, "key");
        await idempotency.AbandonAsync(dead, default);
        await idempotency.CompleteAsync(dead, new StoredResponse(500, new Dictionary<string, string>(), new byte[200_000]), default);
        await idempotency.CompleteAsync(taken, Answer, default);

        var container = await access.Get<PlatformStorage>().ContainerAsync("idempotency", default);
        Assert.Equal(0, await container.GetBlobsAsync().CountAsync());

        Assert.Equal(200, Assert.IsType<IdempotencyDecision.Replay>((await BeginAsync(access, "key")).Value).Response.Status);
    }

    [Fact]
    public async Task After_a_day_a_key_is_new_and_what_was_kept_is_cleared_away()
    {
        await using var access = await AccessHost.StartAsync();
        var large = new StoredResponse(200, new Dictionary<string, string>(), new byte[200_000]);
        await access.Get<Idempotency>().CompleteAsync(await StartAsync(access, "old"), large, default);
        access.Clock.Advance(TimeSpan.FromHours(24));
        await access.Get<Idempotency>().CompleteAsync(await StartAsync(access, "new"), large, default);

        Assert.Equal(0, await access.Get<ExpiredRows>().DeleteAsync(default));
        access.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await access.Get<ExpiredRows>().DeleteAsync(default));

        var container = await access.Get<PlatformStorage>().ContainerAsync("idempotency", default);
        Assert.Equal(1, await container.GetBlobsAsync().CountAsync());
        Assert.IsType<IdempotencyDecision.Started>((await BeginAsync(access, "old")).Value);
        Assert.IsType<IdempotencyDecision.Replay>((await BeginAsync(access, "new")).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ключ")]
    [InlineData("line\nbreak")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await using var access = await AccessHost.StartAsync();

        Assert.Equal((ErrorKind.Malformed, "idempotency_key_invalid"), Refusal(await BeginAsync(access, key)));
        Assert.Equal((ErrorKind.Malformed, "idempotency_key_invalid"), Refusal(await BeginAsync(access, new string('k', 256))));
        await StartAsync(access, new string('k', 255));
    }

    private static StoredResponse Answer { get; } = new(200, new Dictionary<string, string>(), "done"u8.ToArray());

    private static async Task<IdempotencyClaim> StartAsync(AccessHost access, string key) =>
        Assert.IsType<IdempotencyDecision.Started>((await BeginAsync(access, key)).Value).Claim;

    private static Task<Result<IdempotencyDecision>> BeginAsync(AccessHost access, string key, string request = "request") =>
        access.Get<Idempotency>().BeginAsync(Mine, "me", "POST /a", key, Hash(request), default);

    private static (ErrorKind, string) Refusal(Result<IdempotencyDecision> result) => (result.Error.Kind, result.Error.Code);

    private static byte[] Hash(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request));
}
