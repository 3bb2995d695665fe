using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Translation.Embedded;

namespace FunctionsPlatform.Translation;

/// <summary>Section <c>Translation</c>.</summary>
public sealed class TranslationOptions
{
    public const string Section = "Translation";

    /// <summary>The embedded translator refuses readings that it is less sure of; 0 answers whatever can be read.</summary>
    [Range(0, 1)]
    public double MinConfidence { get; set; } = EmbeddedTranslator.DefaultMinConfidence;
}
