using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Translation.LanguageModel;

public enum LanguageModelProvider
{
    /// <summary>Azure OpenAI: <c>Endpoint</c> is the resource's address and <c>Model</c> the deployment's name. Without a key the app's identity signs in.</summary>
    AzureOpenAI,

    /// <summary>Any address that speaks OpenAI's chat completions: <c>Endpoint</c> ends before <c>/chat/completions</c>.</summary>
    OpenAICompatible,
}

/// <summary>Section <c>LanguageModel</c>. Without a provider in it there is no such translator.</summary>
public sealed class LanguageModelOptions : IValidatableObject
{
    public const string Section = "LanguageModel";

    public LanguageModelProvider Provider { get; set; }

    [Required]
    public Uri? Endpoint { get; set; }

    [Required]
    public string Model { get; set; } = "";

    /// <summary>A secret. Only Azure OpenAI goes without.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Of the user-assigned identity that signs in to Azure OpenAI; null for whatever identity the environment has.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>For the model's whole answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:03:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    [Range(1, 500)]
    public int MaxSchemaTables { get; set; } = 25;

    /// <summary>Of the schema's part of the prompt, at about four characters a token.</summary>
    [Range(200, 200_000)]
    public int MaxSchemaTokens { get; set; } = 8_000;

    [Range(0, 50)]
    public int MaxExamples { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is { IsAbsoluteUri: false })
            yield return new ValidationResult("LanguageModel:Endpoint must be a whole address, such as https://name.openai.azure.com.", [nameof(Endpoint)]);
        if (Provider == LanguageModelProvider.OpenAICompatible && string.IsNullOrWhiteSpace(ApiKey))
            yield return new ValidationResult("LanguageModel:ApiKey is missing. Only AzureOpenAI goes without one.", [nameof(ApiKey)]);
    }
}
