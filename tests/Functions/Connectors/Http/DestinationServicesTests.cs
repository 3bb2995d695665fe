using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsPlatform.Tests.Connectors.Http;

public sealed class DestinationServicesTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("azure_blob")]
    [InlineData("slack")]
    [InlineData("Salesforce")]
    public void The_app_has_a_destination_of_each_type(string type)
    {
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddConnectors().BuildServiceProvider();

        Assert.True(services.GetRequiredService<DestinationCatalog>().TryGet(type, out var destination));

        var schema = destination.Definition.ConfigurationSchema;
        Assert.All(schema["required"]!.AsArray(), required => Assert.NotNull(schema["properties"]![required!.ToString()]));
        Assert.All(schema["properties"]!.AsObject(), property => Assert.NotNull(property.Value!["title"]));
    }
}
