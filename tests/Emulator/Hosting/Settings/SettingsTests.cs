using Emulator.Hosting;
using Emulator.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Emulator.Tests.Hosting.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("settings-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Values_of_local_settings_are_settings_with_sections_behind_double_underscores()
    {
        Write("local.settings.json", """{ "Values": { "Demo__Enabled": "true", "Plain": "x" /* comment */ } }""");

        Assert.Equal(("true", "x"), (Read()["Demo:Enabled"], Read()["Plain"]));
    }

    [Fact]
    public void The_sample_stands_in_where_there_are_no_local_settings()
    {
        Write("local.settings.sample.json", """{ "Values": { "From": "sample" } }""");
        Assert.Equal("sample", Read()["From"]);

        Write("local.settings.json", """{ "Values": { "From": "own" } }""");
        Assert.Equal("own", Read()["From"]);
    }

    [Fact]
    public void The_environment_wins_over_local_settings_and_the_command_line_over_both()
    {
        Write("local.settings.json", """{ "Values": { "PATH": "local", "Plain": "local" } }""");

        Assert.NotEqual("local", Read()["PATH"]);
        Assert.Equal("argument", Read("--Plain=argument")["Plain"]);
        Assert.Equal("argument", Read("--PATH=argument")["PATH"]);
    }

    [Fact]
    public void The_port_is_that_of_local_settings_unless_the_emulator_is_told_another()
    {
        Assert.Equal(7071, EmulatorSettings.Read(Read()).Port);

        Write("local.settings.json", """{ "Host": { "LocalHttpPort": 7099 } }""");
        Assert.Equal(7099, EmulatorSettings.Read(Read()).Port);
        Assert.Equal(0, EmulatorSettings.Read(Read("--Emulator:Port=0")).Port);
    }

    [Fact]
    public void Local_settings_that_are_not_json_are_named()
    {
        Write("local.settings.json", "{ <<<");

        Assert.Contains("local.settings.json", Assert.Throws<InvalidDataException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_json_is_read_and_settings_override_it()
    {
        Write("host.json", """
            {
              "extensions": {
                "http": { "routePrefix": "" },
                "queues": { "batchSize": 4, "visibilityTimeout": "00:00:10", "messageEncoding": "none" }
              }
            }
            """);

        var host = HostSettings.Read(_directory.FullName, Read("--AzureFunctionsJobHost:extensions:queues:batchSize=2"));

        Assert.Equal(("", 2, TimeSpan.FromSeconds(10)), (host.Http.RoutePrefix, host.Queues.BatchSize, host.Queues.VisibilityTimeout));
        Assert.Equal(MessageEncoding.None, host.Queues.MessageEncoding);
    }

    [Fact]
    public void Without_host_json_the_defaults_are_those_of_the_real_host()
    {
        var host = HostSettings.Read(_directory.FullName, Read());

        Assert.Equal(("api", 16, 5), (host.Http.RoutePrefix, host.Queues.BatchSize, host.Queues.MaxDequeueCount));
    }

    [Fact]
    public void A_setting_between_percent_signs_is_put_in_place()
    {
        var settings = Read("--Queues:Orders=orders", "--Stage=test");

        Assert.Equal("test-orders", SettingReferences.Resolve("%Stage%-%Queues__Orders%", settings));
        var missing = Assert.Throws<InvalidOperationException>(() => SettingReferences.Resolve("%Nowhere%", settings));
        Assert.Contains("'Nowhere'", missing.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_directory.FullName, name), json);

    private IConfigurationRoot Read(params string[] args) =>
        new ConfigurationBuilder().AddFunctionSettings(_directory.FullName, args).Build();
}
