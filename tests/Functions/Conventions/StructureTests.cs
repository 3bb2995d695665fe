using System.Text.RegularExpressions;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>Which part of the app may know which other.</summary>
public sealed partial class StructureTests
{
    /// <summary>Each knows only those before it; the demo, which fills all others, is known by none.</summary>
    private static readonly string[] Parts =
    [
        "Platform", "Sql", "Connectors", "Access", "Webhooks", "Schedules", "Translation", "Connections", "Knowledge", "Questions", "Models", "Destinations", "Syncs", "Datasets",
        "Predictions", "Monitors", "Dashboards", "Workflows", "Api", "Demo",
    ];

    private static readonly IReadOnlyList<SourceFile> Functions = Repository.Sources("functions");

    /// <summary>They put the app together.</summary>
    private static readonly string[] Roots = ["Program.cs", "PlatformApplication.cs", "Api/ApiServices.cs"];

    [Fact]
    public void Every_folder_has_its_place_in_the_order() =>
        Assert.Equal(Parts.Order(), Functions.Select(file => file.Top).Where(top => top is not ("" or "obj" or "bin")).Distinct().Order());

    [Fact]
    public void Arrows_run_one_way()
    {
        var wrong =
            from file in Functions
            let place = Array.IndexOf(Parts, file.Top)
            where place >= 0
            from Match named in PartName().Matches(file.Code)
            let part = named.Groups["part"].Value
            where Array.IndexOf(Parts, part) > place
            select $"{file.Path} knows {part}";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void A_store_is_known_to_its_own_slice_alone()
    {
        var stores = Functions.Where(file => file.Name.EndsWith("Store.cs", StringComparison.Ordinal) && file.Top != "Platform").ToList();
        var wrong =
            from store in stores
            let type = store.Name[..^".cs".Length]
            from file in Functions
            where file.Top != store.Top && Regex.IsMatch(file.Code, $@"\b{type}\b")
            select $"{file.Path} knows {type}";

        Assert.NotEmpty(stores);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_the_doors_and_the_demo_know_a_products_name()
    {
        var wrong =
            from file in Functions
            where file.Top is not ("Api" or "Demo") && ProductName().IsMatch(file.Text)
            select file.Path;

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_emulator_knows_nothing_of_the_platform() =>
        Assert.Empty(Repository.Sources("emulator").Where(file => file.Text.Contains("FunctionsPlatform", StringComparison.Ordinal)).Select(file => file.Path));

    [Fact]
    public void Types_of_the_functions_sdk_are_used_at_the_edge_alone()
    {
        var users = Functions.Where(file => SdkUsing().IsMatch(file.Code)).Select(file => file.Path).Except(Roots).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, path => Assert.Matches(Edge(), path));
    }

    /// <summary>A namespace named in full, in a using or from a neighbouring namespace.</summary>
    [GeneratedRegex(@"(?:\bFunctionsPlatform\.|(?<![\w.""]))(?<part>Api|Access|Connections|Connectors|Dashboards|Datasets|Demo|Destinations|Knowledge|Models|Monitors|Platform|Predictions|Questions|Schedules|Sql|Syncs|Translation|Webhooks|Workflows)(?=\.[A-Z]|;)")]
    private static partial Regex PartName();

    [GeneratedRegex("AI ?Squared|AI ?for ?Database|Connecty|SignalSmith|DataForge", RegexOptions.IgnoreCase)]
    private static partial Regex ProductName();

    [GeneratedRegex(@"^using Microsoft\.(Azure\.Functions|DurableTask)", RegexOptions.Multiline)]
    private static partial Regex SdkUsing();

    [GeneratedRegex(@"(Endpoints?|Triggers|Orchestrator|Activities)\.cs$|^Api/Middleware/")]
    private static partial Regex Edge();
}
