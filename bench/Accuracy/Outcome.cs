using FunctionsPlatform.Translation.Embedded;

namespace Bench.Accuracy;

internal enum Verdict
{
    Right,
    Wrong,
    Refused,
}

/// <summary>What became of a question when whatever can be read is answered.</summary>
internal sealed record Outcome(
    GoldQuestion Question, string Wording, bool IsSynonyms, Verdict Verdict, string? Predicted, string? Refusal, double Confidence, double Milliseconds)
{
    /// <summary>Answered at the default threshold as well.</summary>
    public bool IsSure => Verdict is not Verdict.Refused && Confidence >= EmbeddedTranslator.DefaultMinConfidence;
}
