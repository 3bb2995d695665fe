using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation;
using FunctionsPlatform.Translation.Embedded;

namespace FunctionsPlatform.Tests.Translation.Embedded;

internal static class Ask
{
    /// <summary>A Wednesday.</summary>
    public static readonly DateTimeOffset Now = new(2024, 1, 10, 12, 0, 0, TimeSpan.Zero);

    public static async Task<string> SqlAsync(string question, SqlDialect dialect = SqlDialect.Sqlite, DateTimeOffset? now = null, SchemaCatalog? schema = null)
    {
        var result = await TranslateAsync(new TranslationRequest(question, schema ?? Shop.Catalog, dialect, now ?? Now));
        return result.Succeeded(out var translated, out var error) ? translated.Sql : $"refused: {error.Message}";
    }

    public static Task<Result<TranslatedQuestion>> TranslateAsync(TranslationRequest request) => new EmbeddedTranslator().TranslateAsync(request, CancellationToken.None);

    public static async Task<ApiError> RefusalAsync(string question)
    {
        var result = await TranslateAsync(new TranslationRequest(question, Shop.Catalog, SqlDialect.Sqlite, Now));
        Assert.False(result.Succeeded(out var translated, out var error), translated?.Sql);
        return error;
    }
}
