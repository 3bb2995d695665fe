using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Access;

public sealed class Workspaces(
    PlatformStorage storage, Organizations organizations, Aliases aliases, IOptions<RateLimitOptions> limits, Ids ids, TimeProvider clock)
{
    private const string Row = "workspace";
    private const string AliasKind = "workspace";
    private const int MaximumSettings = 16_000;
    private static readonly PublicId Uuid = new(AliasKind, "");

    public async Task<Workspace?> GetAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.FindAsync(id.ToString(), Row, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>Makes a workspace and gives it the next number.</summary>
    /// <param name="id">An id of the caller's choice, where it must be known beforehand.</param>
    public async Task<Result<Workspace>> CreateAsync(NewWorkspace draft, CancellationToken cancellationToken, WorkspaceId? id = null)
    {
        var key = id ?? new WorkspaceId(ids.New());
        var now = clock.GetUtcNow();
        var workspace = new Workspace(
            key, draft.Name.Trim(), draft.TimeZone, draft.Translator, draft.AllowSamples, draft.Plan,
            draft.Organization ?? key.Value, draft.AvatarUrl, Roles.Member, "{}", now, now);
        if (Refusal(workspace) is { } refusal)
            return refusal;
        if (draft.Organization is null
            && !(await organizations.CreateAsync(workspace.Name, null, null, null, null, cancellationToken, key.Value)).Succeeded(out _, out refusal))
            return refusal;
        await organizations.AddWorkspaceAsync(workspace.Organization, key, cancellationToken);
        var table = await TableAsync(cancellationToken);
        if (!await table.TryAddAsync(Entity(workspace), cancellationToken))
            return new ApiError(ErrorKind.Conflict, "workspace_exists", "There is a workspace of this id already.");
        await aliases.NumberAsync(WorkspaceId.Deployment, AliasKind, workspace.Id.Value, cancellationToken);
        return workspace;
    }

    public async Task<Result<Workspace>> UpdateAsync(WorkspaceId id, WorkspaceChange change, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        ApiError? refusal = null;
        var written = await table.ChangeAsync(id.ToString(), Row, Change, cancellationToken);
        return refusal is not null ? refusal : Read(written!);

        TableEntity? Change(TableEntity? current)
        {
            refusal = AccessErrors.WorkspaceNotFound;
            if (current is null)
                return null;
            var before = Read(current);
            var after = before with
            {
                Name = change.Name?.Trim() ?? before.Name,
                TimeZone = change.TimeZone ?? before.TimeZone,
                Translator = change.Translator ?? before.Translator,
                AllowSamples = change.AllowSamples ?? before.AllowSamples,
                Plan = change.Plan ?? before.Plan,
                AvatarUrl = change.AvatarUrl ?? before.AvatarUrl,
                DefaultRole = change.DefaultRole ?? before.DefaultRole,
                Settings = change.Settings ?? before.Settings,
                UpdatedAt = clock.GetUtcNow(),
            };
            refusal = Refusal(after);
            return refusal is null ? Entity(after, current) : null;
        }
    }

    /// <summary>The workspace meant by a text: its UUID, its number, or another alias. Null when there is none.</summary>
    public async Task<WorkspaceId?> ResolveAliasAsync(string text, CancellationToken cancellationToken) =>
        await aliases.ResolveAsync(WorkspaceId.Deployment, Uuid, text, cancellationToken) is { } id
        && await GetAsync(new WorkspaceId(id), cancellationToken) is { } workspace
            ? workspace.Id
            : null;

    /// <summary>The workspace's number, as some APIs name it.</summary>
    public Task<string?> NumberOfAsync(WorkspaceId id, CancellationToken cancellationToken) =>
        aliases.AliasOfAsync(WorkspaceId.Deployment, AliasKind, id.Value, cancellationToken);

    private ApiError? Refusal(Workspace workspace)
    {
        if (workspace.Name.Length is 0 or > 200)
            return AccessErrors.Invalid("name", "The name has 1 to 200 characters.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(workspace.TimeZone, out var zone) || !zone.HasIanaId)
            return AccessErrors.Invalid("time_zone", "The time zone is an IANA name, such as Europe/Zurich.");
        if (workspace.Translator is not (Translators.Embedded or Translators.LanguageModel))
            return AccessErrors.Invalid("translator", $"The translator is {Translators.Embedded} or {Translators.LanguageModel}.");
        if (workspace.AvatarUrl is { } url && !Organizations.IsWebAddress(url))
            return AccessErrors.Invalid("avatar_url", "The address of the picture begins with https:// and has at most 2000 characters.");
        if (workspace.Settings.Length > MaximumSettings)
            return AccessErrors.Invalid("settings", $"The settings have at most {MaximumSettings} characters.");
        return limits.Value.Find(workspace.Plan) is null ? AccessErrors.PlanUnknown : null;
    }

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Workspaces", cancellationToken);

    private static TableEntity Entity(Workspace workspace, TableEntity? current = null)
    {
        var entity = current ?? new TableEntity(workspace.Id.ToString(), Row);
        entity["Name"] = workspace.Name;
        entity["TimeZone"] = workspace.TimeZone;
        entity["Translator"] = workspace.Translator;
        entity["AllowSamples"] = workspace.AllowSamples;
        entity["Plan"] = workspace.Plan;
        entity["Organization"] = workspace.Organization;
        entity["AvatarUrl"] = workspace.AvatarUrl;
        entity["DefaultRole"] = workspace.DefaultRole;
        entity["Settings"] = workspace.Settings;
        entity["CreatedAt"] = workspace.CreatedAt;
        entity["UpdatedAt"] = workspace.UpdatedAt;
        return entity;
    }

    private static Workspace Read(TableEntity row) => new(
        new WorkspaceId(Guid.Parse(row.PartitionKey)),
        row.GetString("Name"),
        row.GetString("TimeZone"),
        row.GetString("Translator"),
        row.GetBoolean("AllowSamples") ?? false,
        row.GetString("Plan"),
        row.GetGuid("Organization") ?? Guid.Parse(row.PartitionKey),
        row.GetString("AvatarUrl"),
        row.GetString("DefaultRole") ?? Roles.Member,
        row.GetString("Settings") ?? "{}",
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("UpdatedAt") ?? row.GetDateTimeOffset("CreatedAt")!.Value);
}
