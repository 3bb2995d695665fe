using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using ETag = Azure.ETag;
using RequestFailedException = Azure.RequestFailedException;

namespace FunctionsPlatform.Questions;

/// <summary>
/// Table <c>Questions</c> (partition = workspace, row = id, newest first) and, for answers that are not small, container <c>questions</c> (workspace/id).
/// Table <c>OpenQuestions</c> lists those that run in the background until they are finished.
/// </summary>
public sealed class QuestionStore(PlatformStorage storage)
{
    private const string OpenPartition = "open";

    // Lists read whole records, so what is in them must stay small.
    private const int LargestInRecord = 4 * 1024;

    /// <returns>The version to replace it with <see cref="TryReplaceAsync"/>.</returns>
    public async Task<ETag> AddAsync(Question question, CancellationToken cancellationToken)
    {
        var response = await (await TableAsync(cancellationToken)).UpsertEntityAsync(QuestionEntity.Write(question), TableUpdateMode.Replace, cancellationToken);
        return response.Headers.ETag!.Value;
    }

    /// <summary>False when it was changed or deleted since.</summary>
    public async Task<bool> TryReplaceAsync(Question question, ETag version, CancellationToken cancellationToken)
    {
        var entity = QuestionEntity.Write(question);
        entity.ETag = version;
        return await (await TableAsync(cancellationToken)).TryReplaceAsync(entity, cancellationToken);
    }

    /// <summary>Changes a question that is there.</summary>
    /// <param name="change">Null leaves it as it is. May run several times.</param>
    /// <returns>What was written, or null when nothing was.</returns>
    public async Task<Question?> ChangeAsync(WorkspaceId workspace, Guid id, Func<Question, Question?> change, CancellationToken cancellationToken)
    {
        Question? written = null;
        await (await TableAsync(cancellationToken)).ChangeAsync(workspace.ToString(), RowKeys.NewestFirst(id), Change, cancellationToken);
        return written;

        TableEntity? Change(TableEntity? current)
        {
            written = current is null ? null : change(QuestionEntity.Read(current));
            if (written is null)
                return null;
            var entity = QuestionEntity.Write(written);
            entity.ETag = current!.ETag;
            return entity;
        }
    }

    public async Task<Question?> FindAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var entity = await (await TableAsync(cancellationToken)).FindAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        return entity is null ? null : QuestionEntity.Read(entity);
    }

    public async Task<Result<Page<Question>>> ListAsync(WorkspaceId workspace, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await (await TableAsync(cancellationToken)).ReadPageAsync<TableEntity>(workspace.ToString(), limit, cursor, cancellationToken);
        return page.Succeeded(out var entities, out var error) ? entities.Select(QuestionEntity.Read) : error;
    }

    public async Task<bool> RemoveAsync(WorkspaceId workspace, Guid id, CancellationToken cancellationToken)
    {
        var removed = await (await TableAsync(cancellationToken)).RemoveAsync(workspace.ToString(), RowKeys.NewestFirst(id), cancellationToken);
        await (await ContainerAsync(cancellationToken)).DeleteBlobIfExistsAsync(BlobName(workspace, id), cancellationToken: cancellationToken);
        return removed;
    }

    /// <summary>Keeps the answer of a step: a small one in the record, any other in a blob.</summary>
    /// <returns>The question to write next.</returns>
    public async Task<Question> KeepAnswerAsync(Step step, CancellationToken cancellationToken)
    {
        if (step.Answer is null)
            return step.Question;
        var content = await AnswerJson.WriteAsync(step.Answer, cancellationToken);
        if (content.ToMemory().Length <= LargestInRecord)
            return step.Question with { SmallAnswer = content };
        var blob = (await ContainerAsync(cancellationToken)).GetBlobClient(BlobName(step.Question.Workspace, step.Question.Id));
        await blob.UploadAsync(content, overwrite: true, cancellationToken);
        return step.Question with { SmallAnswer = null };
    }

    /// <summary>The kept answer, or null when there is none.</summary>
    public async Task<Answer?> FindAnswerAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.SmallAnswer is { } content)
            return await AnswerJson.ReadAsync(content.ToStream(), cancellationToken);
        var blob = (await ContainerAsync(cancellationToken)).GetBlobClient(BlobName(question.Workspace, question.Id));
        try
        {
            await using var stream = await blob.OpenReadAsync(cancellationToken: cancellationToken);
            return await AnswerJson.ReadAsync(stream, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task RemoveAnswerAsync(Question question, CancellationToken cancellationToken) =>
        await (await ContainerAsync(cancellationToken)).DeleteBlobIfExistsAsync(BlobName(question.Workspace, question.Id), cancellationToken: cancellationToken);

    public async Task OpenAsync(QuestionKey key, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).UpsertEntityAsync(
            new TableEntity(OpenPartition, key.Id.ToString("N")) { ["Workspace"] = key.Workspace }, TableUpdateMode.Replace, cancellationToken);

    public async Task CloseAsync(Guid id, CancellationToken cancellationToken) =>
        await (await OpenTableAsync(cancellationToken)).RemoveAsync(OpenPartition, id.ToString("N"), cancellationToken);

    /// <summary>Those opened before a time and not closed, oldest first.</summary>
    public async Task<IReadOnlyList<QuestionKey>> ListOpenAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var table = await OpenTableAsync(cancellationToken);
        var open = new List<QuestionKey>();
        await foreach (var entity in table.QueryAsync<TableEntity>(row => row.PartitionKey == OpenPartition && row.Timestamp < before, cancellationToken: cancellationToken))
            open.Add(new QuestionKey(entity.GetGuid("Workspace")!.Value, Guid.ParseExact(entity.RowKey, "N")));
        return open;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Questions", cancellationToken);

    private ValueTask<TableClient> OpenTableAsync(CancellationToken cancellationToken) => storage.TableAsync("OpenQuestions", cancellationToken);

    private ValueTask<Azure.Storage.Blobs.BlobContainerClient> ContainerAsync(CancellationToken cancellationToken) =>
        storage.ContainerAsync("questions", cancellationToken);

    private static string BlobName(WorkspaceId workspace, Guid id) => $"{workspace}/questions/{id:N}.json.gz";
}

/// <summary>Where a question is: what orchestrations and activities are given, and all that they are given.</summary>
public sealed record QuestionKey(Guid Workspace, Guid Id);
