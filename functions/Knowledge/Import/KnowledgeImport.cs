using FunctionsPlatform.Platform;
using FunctionsPlatform.Translation;

namespace FunctionsPlatform.Knowledge.Import;

/// <summary>Takes over what other tools' files say of a database. What is defined already under the same name is replaced.</summary>
public sealed class KnowledgeImport(Definitions<Metric> metrics, Definitions<KnownName> names)
{
    public const int MaxLength = 256 * 1024;

    public async Task<Result<IReadOnlyList<ImportedItem>>> ImportAsync(WorkspaceId workspace, Guid connectionId, string yaml, CancellationToken cancellationToken)
    {
        if (!Read(yaml).Succeeded(out var items, out var unreadable))
            return unreadable;
        var outcomes = items.Select(item => new ImportedItem(item.Name, ImportOutcome.Skipped, item.Reason)).ToArray();
        var refusal = await PutAsync(metrics, item => item.Metric) ?? await PutAsync(names, item => item.Names);
        return refusal is null ? outcomes : refusal;

        async Task<ApiError?> PutAsync<T>(Definitions<T> definitions, Func<ImportItem, T?> contentOf)
            where T : class
        {
            var given = Enumerable.Range(0, items.Count).Where(at => contentOf(items[at]) is not null).ToList();
            if (!(await definitions.PutAsync(workspace, connectionId, [.. given.Select(at => contentOf(items[at])!)], cancellationToken)).Succeeded(out var put, out var missing))
                return missing;
            foreach (var (at, result) in given.Zip(put))
            {
                outcomes[at] = result.Succeeded(out var definition, out var refused)
                    ? outcomes[at] with { Outcome = definition.UpdatedAt == definition.CreatedAt ? ImportOutcome.Created : ImportOutcome.Updated }
                    : outcomes[at] with { Reason = refused.Fields is { } fields ? string.Join(" ", fields.Select(field => field.Message)) : refused.Message };
            }

            return null;
        }
    }

    private static Result<IReadOnlyList<ImportItem>> Read(string yaml)
    {
        if (yaml.Length > MaxLength)
            return KnowledgeErrors.Unreadable($"At most {MaxLength} characters.");
        if (!YamlText.Read(yaml).Succeeded(out var root, out var unreadable))
            return unreadable;
        return CubeFile.Is(root) ? Result.Of<IReadOnlyList<ImportItem>>([.. CubeFile.ItemsOf(root)])
            : DbtFile.Is(root) ? Result.Of<IReadOnlyList<ImportItem>>([.. DbtFile.ItemsOf(root)])
            : KnowledgeErrors.Unreadable("It has neither semantic_models or metrics, as dbt's files have, nor cubes.");
    }
}
