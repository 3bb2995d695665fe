using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FunctionsPlatform.Tests.Conventions;

namespace FunctionsPlatform.Tests.Infra;

public class InfraTests
{
    private static readonly string Root = Repository.Root;

    [SkippableTheory]
    [InlineData("build", "--stdout")]
    [InlineData("lint", null)]
    public async Task The_templates_compile_without_warnings(string command, string? option)
    {
        var (exitCode, _, messages) = await RunBicepAsync(command, "infra/main.bicep", option);

        Assert.Equal("", messages);
        Assert.Equal(0, exitCode);
    }

    [SkippableFact]
    public async Task No_storage_account_accepts_shared_keys_and_no_setting_holds_a_key()
    {
        var (_, template, _) = await RunBicepAsync("build", "infra/main.bicep", "--stdout");

        using var document = JsonDocument.Parse(template);
        var accounts = Resources(document.RootElement).Where(resource => resource.GetProperty("type").GetString() == "Microsoft.Storage/storageAccounts"
            && resource.TryGetProperty("properties", out _)).ToList();
        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account => Assert.False(account.GetProperty("properties").GetProperty("allowSharedKeyAccess").GetBoolean()));
        Assert.DoesNotContain("listKeys", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey=", template, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task Every_setting_of_the_app_is_one_that_the_app_reads()
    {
        var (_, template, _) = await RunBicepAsync("build", "infra/main.bicep", "--stdout");

        var settings = Regex.Matches(template, "[\"'(]([A-Z][A-Za-z]+)__([A-Za-z]+)").Select(match => (Section: match.Groups[1].Value, Name: match.Groups[2].Value))
            .Where(setting => setting.Section is not ("AzureWebJobsStorage" or "DataStorage")).Distinct().ToList();
        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.NotNull(OptionsType(setting.Section)?.GetProperty(setting.Name)));
    }

    [Fact]
    public void Every_local_setting_is_one_that_the_app_reads()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "local.settings.sample.json")));

        var settings = document.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name.Split("__")).Where(parts => parts.Length == 2).ToList();
        Assert.NotEmpty(settings);
        Assert.All(settings, parts => Assert.NotNull(OptionsType(parts[0])?.GetProperty(parts[1])));
    }

    private static Type? OptionsType(string section) => OptionTypes.All.SingleOrDefault(type => OptionTypes.SectionOf(type) == section);

    private static IEnumerable<JsonElement> Resources(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var children = resources.ValueKind == JsonValueKind.Array
            ? resources.EnumerateArray().ToList()
            : [.. resources.EnumerateObject().Select(property => property.Value)];

        foreach (var resource in children)
        {
            yield return resource;
            if (resource.TryGetProperty("properties", out var properties)
                && properties.ValueKind == JsonValueKind.Object
                && properties.TryGetProperty("template", out var nested))
                foreach (var inner in Resources(nested))
                    yield return inner;
        }
    }

    private static async Task<(int ExitCode, string Output, string Messages)> RunBicepAsync(string command, string file, string? option)
    {
        var cli = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BicepCli").Value!;
        if (OperatingSystem.IsWindows() || !File.Exists(cli))
            throw new SkipException("The Bicep CLI comes as a package for Linux on x64 only.");

        File.SetUnixFileMode(cli, File.GetUnixFileMode(cli) | UnixFileMode.UserExecute);

        var start = new ProcessStartInfo(cli) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(command);
        start.ArgumentList.Add(file);
        if (option is not null)
            start.ArgumentList.Add(option);

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await messages);
    }
}
