using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Tests.Platform;

public sealed class AliasesTests
{
    private static readonly WorkspaceId Mine = new(Guid.Parse("11111111-1111-4111-8111-111111111111"));
    private static readonly WorkspaceId Theirs = new(Guid.Parse("22222222-2222-4222-8222-222222222222"));
    private static readonly Guid Id = Guid.Parse("0198c0de-0000-7000-8000-00000000abcd");
    private static readonly Guid OtherId = Guid.Parse("0198c0de-0000-7000-8000-00000000ef01");
    private static readonly PublicId Connection = new("connection", "conn_");

    [Theory]
    [InlineData("conn_abc123")]
    [InlineData("conn_0198c0de00007000800000000000abcd")]
    public async Task Either_form_of_an_id_resolves(string text)
    {
        var aliases = new Aliases(await TestStorage.OpenAsync());
        Assert.True(await aliases.AddAsync(Mine, Connection.Kind, "conn_abc123", Id, default));

        Assert.Equal(Id, await aliases.ResolveAsync(Mine, Connection, text, default));
        Assert.Equal("conn_abc123", await aliases.DisplayAsync(Mine, Connection, Id, default));
    }

    [Fact]
    public async Task Aliases_stay_inside_their_workspace_and_kind()
    {
        var aliases = new Aliases(await TestStorage.OpenAsync());
        await aliases.AddAsync(Theirs, Connection.Kind, "conn_abc123", Id, default);
        await aliases.AddAsync(Mine, "query", "conn_abc123", Id, default);

        Assert.Null(await aliases.ResolveAsync(Mine, Connection, "conn_abc123", default));
    }

    [Fact]
    public async Task An_alias_stands_for_one_id_only_and_may_be_given_to_it_again()
    {
        var aliases = new Aliases(await TestStorage.OpenAsync());
        await aliases.AddAsync(Mine, Connection.Kind, "conn_abc123", Id, default);

        Assert.False(await aliases.AddAsync(Mine, Connection.Kind, "conn_abc123", OtherId, default));
        Assert.True(await aliases.AddAsync(Mine, Connection.Kind, "conn_abc123", Id, default));
        Assert.Equal(Id, await aliases.FindAsync(Mine, Connection.Kind, "conn_abc123", default));
    }

    [Fact]
    public async Task Numbers_given_at_the_same_time_differ_and_pass_over_taken_ones()
    {
        var aliases = new Aliases(await TestStorage.OpenAsync());
        await aliases.AddAsync(Mine, "workspace", "3", OtherId, default);

        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => aliases.NumberAsync(Mine, "workspace", Id, default)));

        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9], numbers.Order());
    }

    [Fact]
    public async Task A_removed_alias_resolves_no_more()
    {
        var aliases = new Aliases(await TestStorage.OpenAsync());
        await aliases.AddAsync(Mine, Connection.Kind, "conn_abc123", Id, default);

        await aliases.RemoveAsync(Mine, Connection.Kind, "conn_abc123", default);

        Assert.Null(await aliases.ResolveAsync(Mine, Connection, "conn_abc123", default));
        Assert.Equal(Connection.Format(Id), await aliases.DisplayAsync(Mine, Connection, Id, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b\\c#d?e\u0001\u007f")]
    [InlineData("ß漢字🙂")]
    public async Task Any_text_of_a_caller_can_be_looked_up(string text) =>
        Assert.Null(await new Aliases(await TestStorage.OpenAsync()).ResolveAsync(Mine, Connection, text, default));

    [Fact]
    public async Task A_text_that_is_no_key_for_its_length_is_simply_not_found() =>
        Assert.Null(await new Aliases(await TestStorage.OpenAsync()).ResolveAsync(Mine, Connection, new string('漢', 390), default));
}
