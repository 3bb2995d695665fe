using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Questions;

/// <summary>
/// Questions whose SQL a person verified, for each connection. Table <c>VerifiedQuestions</c>: partition = workspace, row = connection and a hash of the normalised
/// question, so that verifying it again replaces it.
/// </summary>
public sealed class VerifiedQuestions(PlatformStorage storage, TimeProvider clock)
{
    private const int MostExamples = 200;

    private readonly TimedCache<(WorkspaceId, Guid), IReadOnlyList<VerifiedExample>> _recent = new(TimeSpan.FromSeconds(15), clock);

    public async Task AddAsync(Question question, string sql, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(question.Workspace.ToString(), Row(question)) { ["Question"] = question.Text };
        entity.SetJson("Sql", sql);
        await (await TableAsync(cancellationToken)).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
        _recent.Remove((question.Workspace, question.ConnectionId));
    }

    public async Task<IReadOnlyList<VerifiedExample>> ListAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken) =>
        await _recent.GetAsync((workspace, connectionId), () => ReadAsync(workspace, connectionId, cancellationToken)) ?? [];

    private async Task<IReadOnlyList<VerifiedExample>?> ReadAsync(WorkspaceId workspace, Guid connectionId, CancellationToken cancellationToken)
    {
        var (from, to) = ($"{connectionId:N}-", $"{connectionId:N}.");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {workspace.ToString()} and RowKey gt {from} and RowKey lt {to}");
        var examples = new List<VerifiedExample>();
        await foreach (var entity in (await TableAsync(cancellationToken)).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            examples.Add(new VerifiedExample(entity.GetString("Question"), entity.GetJson<string>("Sql")!));
            if (examples.Count == MostExamples)
                break;
        }

        return examples;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("VerifiedQuestions", cancellationToken);

    private static string Row(Question question) =>
        $"{question.ConnectionId:N}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Question.Normalize(question.Text))))[..32]}";
}
