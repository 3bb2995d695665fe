using FunctionsPlatform.Access;

namespace FunctionsPlatform.Tests.Access;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task The_text_before_is_good_for_the_overlap_and_no_longer()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var keys = access.Get<ApiKeys>();
        var made = (await keys.CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;

        var rotated = (await keys.RotateAsync(workspace, made.Key.Id, TimeSpan.FromHours(2), default)).Value;
        Assert.StartsWith("k_", rotated.Secret, StringComparison.Ordinal);
        Assert.NotEqual(made.Secret, rotated.Secret);
        Assert.Equal(made.Key.Id, rotated.Key.Id);
        access.Clock.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.True((await access.AuthenticateAsync(made.Secret)).Succeeded(out _, out _));
        access.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("key_expired", (await access.AuthenticateAsync(made.Secret)).Error.Code);
        Assert.True((await access.AuthenticateAsync(rotated.Secret)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task An_instance_that_knows_the_text_before_lets_it_go_in_time()
    {
        await using var access = await AccessHost.StartAsync(("Access:CredentialCache", "00:01:00"));
        var workspace = await access.NewWorkspaceAsync();
        var keys = access.Get<ApiKeys>();
        var made = (await keys.CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;
        await keys.RotateAsync(workspace, made.Key.Id, TimeSpan.FromSeconds(10), default);
        Assert.True((await access.AuthenticateAsync(made.Secret)).Succeeded(out _, out _));

        access.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("key_expired", (await access.AuthenticateAsync(made.Secret)).Error.Code);
    }

    [Fact]
    public async Task Rotated_twice_only_the_last_two_texts_are_good()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var keys = access.Get<ApiKeys>();
        var first = (await keys.CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;
        var second = (await keys.RotateAsync(workspace, first.Key.Id, TimeSpan.FromDays(1), default)).Value;
        var third = (await keys.RotateAsync(workspace, first.Key.Id, TimeSpan.FromDays(1), default)).Value;

        Assert.Equal("key_expired", (await access.AuthenticateAsync(first.Secret)).Error.Code);
        Assert.True((await access.AuthenticateAsync(second.Secret)).Succeeded(out _, out _));
        Assert.True((await access.AuthenticateAsync(third.Secret)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task A_revoked_key_is_not_rotated_and_revoking_ends_both_texts()
    {
        await using var access = await AccessHost.StartAsync();
        var workspace = await access.NewWorkspaceAsync();
        var keys = access.Get<ApiKeys>();
        var made = (await keys.CreateAsync(new NewApiKey(workspace, "Key", "k_"), default)).Value;
        var rotated = (await keys.RotateAsync(workspace, made.Key.Id, TimeSpan.FromDays(1), default)).Value;
        await keys.RevokeAsync(workspace, made.Key.Id, default);

        Assert.Equal("key_revoked", (await access.AuthenticateAsync(made.Secret)).Error.Code);
        Assert.Equal("key_revoked", (await access.AuthenticateAsync(rotated.Secret)).Error.Code);
        Assert.Equal("key_not_found", (await keys.RotateAsync(workspace, made.Key.Id, TimeSpan.Zero, default)).Error.Code);
    }
}
