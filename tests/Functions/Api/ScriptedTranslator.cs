using System.Collections.Concurrent;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Tests.Api;

/// <summary>Knows the SQL of some questions, and refuses all others.</summary>
public sealed class ScriptedTranslator(string name = "embedded") : ITranslator
{
    private readonly ConcurrentDictionary<string, Func<TranslationRequest, string>> _answers = new();

    public string Name => name;

    public ConcurrentQueue<TranslationRequest> Requests { get; } = new();

    public ScriptedTranslator Answers(string question, string sql) => Answers(question, _ => sql);

    public ScriptedTranslator Answers(string question, Func<TranslationRequest, string> sql)
    {
        _answers[question] = sql;
        return this;
    }

    public Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        Result<TranslatedQuestion> result = _answers.TryGetValue(request.Question, out var sql)
            ? new TranslatedQuestion(sql(request), 0.9, "As scripted.", [])
            : new ApiError(ErrorKind.Invalid, "question_not_understood", $"Not understood: {request.Question}");
        return Task.FromResult(result);
    }
}
