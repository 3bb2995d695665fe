using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

/// <summary>What every manifest must do, against a server made from the vendor's documentation.</summary>
public abstract class VendorConformance<TVendor> : IAsyncLifetime, IDisposable
    where TVendor : Vendor, new()
{
    private readonly DestinationHost _host;

    protected VendorConformance() => _host = new DestinationHost(Clock);

    protected SkippingClock Clock { get; } = new();

    protected TVendor Vendor { get; } = new();

    protected IDestination Destination => _host.Open(Vendor.Manifest);

    public async Task InitializeAsync() => await Vendor.StartAsync();

    public async Task DisposeAsync() => await Vendor.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_check_tells_what_answered_and_writes_nothing()
    {
        Assert.Empty(Destination.Validate(Vendor.Settings));

        var server = await Destination.CheckAsync(Vendor.Settings, CancellationToken.None);

        Assert.Equal(Vendor.Version, server.Version);
        Assert.Empty(Vendor.Kept);
    }

    [Fact]
    public async Task A_wrong_credential_is_access_denied_and_no_message_holds_it()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => Destination.CheckAsync(Vendor.WrongSettings, CancellationToken.None));

        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_finds_the_stream_its_fields_and_its_keys()
    {
        var streams = await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None);

        Assert.Equal(streams.Count, streams.Select(stream => stream.Name).Distinct().Count());
        var stream = streams.Single(stream => stream.Name == Vendor.Stream);
        Assert.True(stream.Operations.HasFlag(Vendor.Operation));
        Assert.All(Vendor.Columns, column => Assert.True(stream.Field(column.Name) is { IsReadOnly: false } || stream.AcceptsOtherFields, column.Name));
        if (Vendor.Key.Length > 0)
            Assert.Contains(stream.Keys, key => key.SequenceEqual(Vendor.Key));
    }

    [Fact]
    public async Task Rows_arrive()
    {
        Assert.Empty(await WriteAsync(Vendor.GoodRows));

        Assert.Equal(Vendor.Expected, Vendor.Kept);
    }

    [Fact]
    public async Task Exactly_the_bad_row_is_rejected_in_the_vendors_words()
    {
        var (first, others) = (Vendor.GoodRows[0], Vendor.GoodRows[1..]);

        var rejection = Assert.Single(await WriteAsync([first, Vendor.BadRow, .. others]));

        Assert.Equal(new RowRejection(1, Vendor.Complaint.Code, Vendor.Complaint.Message), rejection);
        Assert.Equal(Vendor.Expected, Vendor.Kept);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_out()
    {
        await using var writer = await OpenAsync();
        var before = Clock.Waited;
        Vendor.Api.Faults.Enqueue(_ => ApiReply.TooMany(11));

        Assert.Empty(await writer.WriteAsync(Rows.Batch(Vendor.Operation, Vendor.GoodRows), CancellationToken.None));

        Assert.Equal(Vendor.Expected, Vendor.Kept);
        Assert.True(Clock.Waited - before >= TimeSpan.FromSeconds(11), $"{Clock.Waited - before}");
    }

    [Fact]
    public async Task A_token_that_has_ended_is_renewed_and_a_key_that_was_revoked_is_told_of()
    {
        await using var writer = await OpenAsync();
        if (Vendor.IssuesTokens)
        {
            await Destination.CheckAsync(Vendor.Settings, CancellationToken.None);
            Vendor.EndToken();
            Assert.Empty(await writer.WriteAsync(Rows.Batch(Vendor.Operation, Vendor.GoodRows), CancellationToken.None));
            Assert.Equal(Vendor.Expected, Vendor.Kept);
            return;
        }

        var answer = Vendor.Api.Answer;
        Vendor.Api.Answer = call => answer(call with { Headers = call.Headers.Where(header => header.Key is not ("Authorization" or "Api-Key")).ToDictionary() });
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => writer.WriteAsync(Rows.Batch(Vendor.Operation, Vendor.GoodRows), CancellationToken.None));
        Assert.Equal(ConnectorFailure.AccessDenied, failure.Failure);
        Assert.Empty(Vendor.Kept);
    }

    [Fact]
    public async Task A_batch_that_is_written_twice_is_there_once_exactly_where_that_is_promised()
    {
        await using var writer = await OpenAsync();

        for (var time = 0; time < 2; time++)
            Assert.Empty(await writer.WriteAsync(Rows.Batch(Vendor.Operation, Vendor.GoodRows), CancellationToken.None));

        Assert.Equal(Vendor.IsRepeatable, writer.IsRepeatable(Vendor.Operation));
        Assert.Equal(Vendor.IsRepeatable ? Vendor.Expected : [.. Vendor.Expected, .. Vendor.Expected], Vendor.Kept);
    }

    [Fact]
    public async Task What_is_written_while_the_connection_is_lost_is_there_once_or_told_of()
    {
        await using var writer = await OpenAsync();
        var isLost = false;
        for (var call = 0; call < 5; call++)
        {
            Vendor.Api.Faults.Enqueue(call =>
            {
                if (isLost || call.Method == "GET")
                    return null;
                isLost = true;
                Vendor.Api.Answer(call);
                return ApiReply.Lost;
            });
        }

        var rejections = await WriteUntilAcceptedAsync(writer);

        Assert.True(isLost);
        Assert.Equal(Vendor.Expected, Vendor.Kept);
        Assert.Equal(Vendor.IsRepeatable ? 0 : 1, rejections.Count(rejection => rejection.IsOutcomeUnknown));
    }

    [Fact]
    public async Task A_stream_or_a_field_that_is_gone_is_refused_at_once()
    {
        var stream = new DestinationStream("gone", [], [], Vendor.Operation);
        var opened = await Destination.OpenAsync(Vendor.Settings, new WriteTarget(stream, Vendor.Columns, Vendor.Key, Vendor.Operation), CancellationToken.None);
        Assert.Equal("destination_stream_not_found", opened.Error.Code);

        var known = (await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None)).Single(stream => stream.Name == Vendor.Stream);
        var columns = Vendor.Columns.Append(new ResultColumn("no such field", ColumnKind.Text)).ToList();
        var again = await Destination.OpenAsync(Vendor.Settings, new WriteTarget(known, columns, Vendor.Key, Vendor.Operation), CancellationToken.None);
        Assert.Equal(known.AcceptsOtherFields ? null : "destination_field_not_found", again.Succeeded(out _, out var error) ? null : error.Code);
    }

    /// <summary>As a sync does: a transient failure of a whole batch is tried again.</summary>
    private async Task<IReadOnlyList<RowRejection>> WriteUntilAcceptedAsync(IRowWriter writer)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await writer.WriteAsync(Rows.Batch(Vendor.Operation, Vendor.GoodRows), CancellationToken.None);
            }
            catch (ConnectorException e) when (e.IsTransient && attempt < 2 && Vendor.IsRepeatable)
            {
                // Again.
            }
        }
    }

    protected async Task<IReadOnlyList<RowRejection>> WriteAsync(params object?[][] rows)
    {
        await using var writer = await OpenAsync();
        return await writer.WriteAsync(Rows.Batch(Vendor.Operation, rows), CancellationToken.None);
    }

    protected Task<IRowWriter> OpenAsync() => OpenAsync(Vendor.Stream, Vendor.Columns, Vendor.Key, Vendor.Operation);

    protected async Task<IRowWriter> OpenAsync(string name, ResultColumn[] columns, string[] key, RowOperations operations)
    {
        var stream = (await Destination.DiscoverAsync(Vendor.Settings, CancellationToken.None)).Single(stream => stream.Name == name);
        var opened = await Destination.OpenAsync(Vendor.Settings, new WriteTarget(stream, columns, key, operations), CancellationToken.None);
        return opened.Succeeded(out var writer, out var error) ? writer : throw new InvalidOperationException($"{error}");
    }

    protected async Task<IReadOnlyList<RowRejection>> WriteAsync(string stream, ResultColumn[] columns, string[] key, RowOperations operation, params object?[][] rows)
    {
        await using var writer = await OpenAsync(stream, columns, key, operation);
        return await writer.WriteAsync(Rows.Batch(operation, rows), CancellationToken.None);
    }
}
