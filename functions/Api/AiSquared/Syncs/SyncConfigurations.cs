using System.Text.Json.Serialization;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>What a sync's configuration can be made of.</summary>
public sealed record SyncConfigurations(MappingCatalog Configurations)
{
    public static SyncConfigurations All { get; } = new(new MappingCatalog(new CatalogMappingTypes(
        new MappingHelp("object", "The value of a column of the model."),
        new MappingHelp("object", "Not supported: no embeddings are computed here."),
        new StaticTypes(
            new MappingHelp("string", "The same text in every row."),
            new MappingHelp("float", "The same number in every row."),
            new MappingHelp("boolean", "True or false in every row."),
            new MappingHelp("null", "No value in any row.")),
        new TemplateParts(
            new TemplateVariables(new MappingHelp("datetime", "The time at which the row is mapped.") { Value = "current_timestamp" }),
            new TemplateFilters(
                new MappingHelp(null, "Turns a value into another type.") { Value = "cast: 'string'" },
                new MappingHelp(null, "Replaces what a pattern matches.") { Value = "regex_replace: 'pattern', 'replacement'" })))));
}

public sealed record MappingCatalog(CatalogMappingTypes CatalogMappingTypes);

public sealed record CatalogMappingTypes(MappingHelp Standard, MappingHelp Vector, StaticTypes Static, TemplateParts Template);

public sealed record StaticTypes(MappingHelp String, MappingHelp Number, MappingHelp Boolean, MappingHelp Null);

public sealed record TemplateParts(TemplateVariables Variable, TemplateFilters Filter);

public sealed record TemplateVariables(MappingHelp CurrentTimestamp);

public sealed record TemplateFilters(MappingHelp Cast, MappingHelp RegexReplace);

public sealed record MappingHelp([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type, string Description)
{
    /// <summary>How it is written in a template.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }
}
