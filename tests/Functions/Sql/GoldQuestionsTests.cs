using System.Reflection;
using System.Text.Json;
using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Tests.Sql;

/// <summary>SQL that people wrote for real questions, where that collection lies beside the repository.</summary>
public sealed class GoldQuestionsTests
{
    [SkippableFact]
    public async Task Nothing_that_people_asked_for_is_refused()
    {
        var root = typeof(GoldQuestionsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var file = Path.Combine(root, "..", "shared", "nl2sql", "questions.json");
        Skip.IfNot(File.Exists(file), "The questions are not beside the repository: ../shared/nl2sql/questions.json");

        await using var stream = File.OpenRead(file);
        using var questions = await JsonDocument.ParseAsync(stream);
        var refused = questions.RootElement.EnumerateArray()
            .Select(question => question.GetProperty("sql").GetString()!)
            .Where(sql => !SqlGuard.Check(sql, SqlDialect.Sqlite).Succeeded(out _, out _))
            .Select(sql => $"{SqlGuard.Check(sql, SqlDialect.Sqlite).Error.Message} {sql}");

        Assert.Equal("", string.Join('\n', refused));
    }
}
