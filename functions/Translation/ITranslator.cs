using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Translation;

/// <summary>Turns a question in plain language into SQL for one database, or refuses rather than guess.</summary>
public interface ITranslator
{
    /// <summary>The name that a workspace chooses it by: <c>embedded</c> or <c>language_model</c>.</summary>
    string Name { get; }

    /// <summary>Refuses with <see cref="ErrorKind.Invalid"/> and code <c>question_not_understood</c>, saying which words were not understood.</summary>
    Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken);
}

/// <param name="Now">What "now" means in the question, with the offset of the workspace's time zone.</param>
/// <param name="Examples">Questions of this connection whose SQL a person verified.</param>
/// <param name="Failure">The SQL of an earlier attempt and what the database said of it, when this is a repair.</param>
/// <param name="AllowSamples">Whether stored values may be told to a translator outside this deployment.</param>
/// <param name="Probe">Tells what a statement returns, where it may be tried: readings that return nothing are then believed less.</param>
/// <param name="LooksBack">Whether <paramref name="Now"/> lies before the asking, so that there may be rows of after it.</param>
/// <param name="Knowledge">What the workspace calls the things of the schema; null where it has said nothing of them.</param>
public sealed record TranslationRequest(
    string Question,
    SchemaCatalog Schema,
    SqlDialect Dialect,
    DateTimeOffset Now,
    IReadOnlyList<VerifiedExample>? Examples = null,
    FailedAttempt? Failure = null,
    bool AllowSamples = false,
    bool LooksBack = false,
    SchemaKnowledge? Knowledge = null,
    Func<string, CancellationToken, Task<ProbedRows>>? Probe = null);

/// <summary>What a statement returned when it was tried.</summary>
public enum ProbedRows
{
    /// <summary>It could not be tried in time.</summary>
    Unknown,
    Some,

    /// <summary>No row, or one row of nothing but unknowns.</summary>
    None,
    Fails,
}

public sealed record VerifiedExample(string Question, string Sql);

public sealed record FailedAttempt(string Sql, string DatabaseMessage);

/// <param name="Confidence">0 to 1.</param>
/// <param name="Explanation">How the question was understood, in one or two sentences.</param>
/// <param name="Understood">Which words became which tables, columns, values and operations.</param>
public sealed record TranslatedQuestion(string Sql, double Confidence, string Explanation, IReadOnlyList<UnderstoodPhrase> Understood);

/// <param name="Phrase">The words of the question.</param>
/// <param name="Meaning">What they became: <c>column users.created_at</c>, <c>value 'Spain' of countries.name</c>, <c>count of rows</c>.</param>
public sealed record UnderstoodPhrase(string Phrase, string Meaning);
