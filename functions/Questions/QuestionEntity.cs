using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Questions;

/// <summary>A question as a row of table <c>Questions</c>.</summary>
internal static class QuestionEntity
{
    public static TableEntity Write(Question question)
    {
        var entity = new TableEntity(question.Workspace.ToString(), RowKeys.NewestFirst(question.Id))
        {
            ["ConnectionId"] = question.ConnectionId,
            ["Text"] = question.Text,
            ["AskedAt"] = question.AskedAt,
            ["State"] = question.State.ToString(),
            ["DataWorkspace"] = question.DataWorkspace,
            ["AsOf"] = question.AsOf?.ToString("O"),
            ["Translator"] = question.Translator,
            ["Explanation"] = question.Explanation,
            ["Confidence"] = question.Confidence,
            ["RowCount"] = question.RowCount,
            ["RunTimeMs"] = question.RunTime?.TotalMilliseconds,
            ["Answer"] = question.SmallAnswer?.ToArray(),
        };
        // SQL can be longer than one property may be.
        if (question.Sql is { } sql)
            entity.SetJson("Sql", sql);
        if (question.Error is { } error)
            entity.SetJson("Error", error);
        return entity;
    }

    public static Question Read(TableEntity entity) => new(
        RowKeys.IdOfNewestFirst(entity.RowKey),
        new WorkspaceId(Guid.Parse(entity.PartitionKey)),
        entity.GetGuid("ConnectionId")!.Value,
        entity.GetString("Text"),
        entity.GetDateTimeOffset("AskedAt")!.Value)
    {
        State = Enum.Parse<QuestionState>(entity.GetString("State")),
        DataWorkspace = entity.GetInt32("DataWorkspace"),
        AsOf = entity.GetString("AsOf") is { } asOf ? DateTimeOffset.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture) : null,
        Sql = entity.GetJson<string>("Sql"),
        Translator = entity.GetString("Translator"),
        Explanation = entity.GetString("Explanation"),
        Confidence = entity.GetDouble("Confidence"),
        RowCount = entity.GetInt64("RowCount"),
        RunTime = entity.GetDouble("RunTimeMs") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        SmallAnswer = entity.GetBinary("Answer") is { } answer ? BinaryData.FromBytes(answer) : null,
        Error = entity.GetJson<ApiError>("Error"),
    };
}
