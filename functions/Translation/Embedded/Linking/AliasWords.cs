using FunctionsPlatform.Translation.Embedded.Language;

namespace FunctionsPlatform.Translation.Embedded.Linking;

/// <summary>The words of a name that people gave: compared as the words of a question are.</summary>
internal static class AliasWords
{
    public static IReadOnlyList<string> Of(string name) =>
        [.. Tokenizer.Tokenize(name.Replace('_', ' ')).Where(token => token.Kind is TokenKind.Word or TokenKind.Number && !NameIndex.IsSkipped(token.Lower)).Select(token => token.Lemma)];
}
