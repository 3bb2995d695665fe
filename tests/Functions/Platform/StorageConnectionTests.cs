using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Tests.Platform;

public sealed class StorageConnectionTests
{
    [Theory]
    [InlineData("DataStorage", "UseDevelopmentStorage=true", true)]
    [InlineData("DataStorage", "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=AAAA;EndpointSuffix=core.windows.net", false)]
    public void Development_storage_is_told_from_real_storage(string name, string value, bool isDevelopment) =>
        Assert.Equal(isDevelopment, Open((name, value)).IsDevelopment);

    [Fact]
    public void Addresses_and_an_identity_do_instead_of_a_connection_string() => Assert.False(Open(
        ("DataStorage:tableServiceUri", "https://real.table.core.windows.net"),
        ("DataStorage:queueServiceUri", "https://real.queue.core.windows.net"),
        ("DataStorage:blobServiceUri", "https://real.blob.core.windows.net"),
        ("DataStorage:credential", "managedidentity"),
        ("DataStorage:clientId", "0198c0de-0000-7000-8000-00000000abcd")).IsDevelopment);

    [Fact]
    public void A_missing_setting_says_what_to_set()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Open());
        Assert.Contains("DataStorage__tableServiceUri", error.Message, StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentStorage=true", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1abc")]
    [InlineData("a-b")]
    [InlineData("abcdefghijklmnopqrstu")]
    public void A_prefix_that_is_no_name_is_refused(string prefix) => Assert.Throws<InvalidOperationException>(
        () => Open(("DataStorage", "UseDevelopmentStorage=true"), ("DataStorage:Prefix", prefix)));

    [Fact]
    public async Task Queues_and_containers_are_made_on_first_use()
    {
        var storage = await TestStorage.OpenAsync();

        var queue = await storage.QueueAsync("work", default);
        await queue.SendMessageAsync("hello");
        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.Body.ToString());
        var container = await storage.ContainerAsync("results", default);
        Assert.True(await container.ExistsAsync());
        Assert.Same(queue, await storage.QueueAsync("work", default));
    }

    private static PlatformStorage Open(params (string Name, string Value)[] settings) => StorageConnection.Open(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());
}
