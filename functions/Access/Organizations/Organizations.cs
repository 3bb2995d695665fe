using System.Text.RegularExpressions;
using Azure.Data.Tables;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;

namespace FunctionsPlatform.Access;

public sealed partial class Organizations(PlatformStorage storage, UniqueNames names, Aliases aliases, Ids ids, TimeProvider clock)
{
    private const string Row = "organization";
    private const string SlugKind = "organization slug";
    private const string WorkspaceRows = "workspace|";
    private const string AfterWorkspaceRows = "workspace}";
    private const int MaximumSettings = 16_000;

    // Workspaces and organizations are numbered together: one that was made for a workspace has its id, and so its number.
    private const string NumberKind = "workspace";

    public async Task<Organization?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        return await table.FindAsync(Partition(id), Row, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <param name="slug">Refused when taken; without one, one is made of the name.</param>
    /// <param name="id">An id of the caller's choice: of the workspace that it is made for. The organization of that id, where there is one already.</param>
    public async Task<Result<Organization>> CreateAsync(
        string name, string? slug, string? avatarUrl, string? settings, string? createdBy, CancellationToken cancellationToken, Guid? id = null)
    {
        if (id is { } known && await GetAsync(known, cancellationToken) is { } there)
            return there;
        var now = clock.GetUtcNow();
        var key = id ?? ids.New();
        var made = slug ?? SlugOf(name, key);
        var organization = new Organization(key, name.Trim(), made, avatarUrl, settings ?? "{}", createdBy, now, now);
        if (Refusal(organization) is { } refusal)
            return refusal;
        if (!await TakeSlugAsync(made, key, cancellationToken))
        {
            if (slug is not null)
                return PeopleErrors.SlugTaken;
            organization = organization with { Slug = $"{made}-{key:N}" };
            await TakeSlugAsync(organization.Slug, key, cancellationToken);
        }

        await (await TableAsync(cancellationToken)).TryAddAsync(Entity(organization), cancellationToken);
        if (id is null)
            await aliases.NumberAsync(WorkspaceId.Deployment, NumberKind, key, cancellationToken);
        return organization;
    }

    public async Task<Result<Organization>> UpdateAsync(Guid id, OrganizationChange change, CancellationToken cancellationToken)
    {
        if (change.Slug is not null && !await TakeSlugAsync(change.Slug, id, cancellationToken))
            return PeopleErrors.SlugTaken;
        ApiError? refusal = null;
        string? former = null;
        var table = await TableAsync(cancellationToken);
        var written = await table.ChangeAsync(Partition(id), Row, Change, cancellationToken);
        if (refusal is null && change.Slug is not null && former != change.Slug)
            await names.ReleaseAsync(WorkspaceId.Deployment, SlugKind, former!, id, cancellationToken);
        return refusal is null ? Read(written!) : refusal;

        TableEntity? Change(TableEntity? current)
        {
            refusal = PeopleErrors.OrganizationNotFound;
            if (current is null)
                return null;
            var before = Read(current);
            former = before.Slug;
            var after = before with
            {
                Name = change.Name?.Trim() ?? before.Name,
                Slug = change.Slug ?? before.Slug,
                AvatarUrl = change.AvatarUrl ?? before.AvatarUrl,
                Settings = change.Settings ?? before.Settings,
                UpdatedAt = clock.GetUtcNow(),
            };
            refusal = Refusal(after);
            return refusal is null ? Entity(after, current) : null;
        }
    }

    /// <summary>Deletes one that has no workspaces.</summary>
    public async Task<Result<Organization>> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await GetAsync(id, cancellationToken) is not { } organization)
            return PeopleErrors.OrganizationNotFound;
        if ((await WorkspacesOfAsync(id, cancellationToken)).Count > 0)
            return PeopleErrors.OrganizationNotEmpty;
        await (await TableAsync(cancellationToken)).RemoveAsync(Partition(id), Row, cancellationToken);
        await names.ReleaseAsync(WorkspaceId.Deployment, SlugKind, organization.Slug, id, cancellationToken);
        return organization;
    }

    /// <summary>The workspaces of an organization, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<WorkspaceId>> WorkspacesOfAsync(Guid id, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(id)} and RowKey gt {WorkspaceRows} and RowKey lt {AfterWorkspaceRows}");
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(row => new WorkspaceId(Guid.ParseExact(row.RowKey[WorkspaceRows.Length..], "N")))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The organization's number, as some APIs name it.</summary>
    public Task<string?> NumberOfAsync(Guid id, CancellationToken cancellationToken) =>
        aliases.AliasOfAsync(WorkspaceId.Deployment, NumberKind, id, cancellationToken);

    /// <summary>The organization of a number. Null when there is none.</summary>
    public async Task<Organization?> OfNumberAsync(string number, CancellationToken cancellationToken) =>
        await aliases.FindAsync(WorkspaceId.Deployment, NumberKind, number, cancellationToken) is { } id ? await GetAsync(id, cancellationToken) : null;

    internal async Task AddWorkspaceAsync(Guid id, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var table = await TableAsync(cancellationToken);
        await table.UpsertEntityAsync(new TableEntity(Partition(id), $"{WorkspaceRows}{workspace.Value:N}"), TableUpdateMode.Replace, cancellationToken);
    }

    private Task<bool> TakeSlugAsync(string slug, Guid id, CancellationToken cancellationToken) => names.TakeAsync(
        WorkspaceId.Deployment, SlugKind, slug, id, async holder => await GetAsync(holder, cancellationToken) is { } other && other.Slug == slug, cancellationToken);

    private static ApiError? Refusal(Organization organization)
    {
        if (organization.Name.Length is 0 or > 200)
            return AccessErrors.Invalid("name", "The name has 1 to 200 characters.");
        if (!Slug().IsMatch(organization.Slug))
            return AccessErrors.Invalid("slug", "The slug has 1 to 100 small letters, digits and single hyphens between them.");
        if (organization.AvatarUrl is { } url && !IsWebAddress(url))
            return AccessErrors.Invalid("avatar_url", "The address of the picture begins with https:// and has at most 2000 characters.");
        return organization.Settings.Length > MaximumSettings ? AccessErrors.Invalid("settings", $"The settings have at most {MaximumSettings} characters.") : null;
    }

    internal static bool IsWebAddress(string text) =>
        text.Length <= 2000 && (text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps));

    private static string SlugOf(string name, Guid id)
    {
        var slug = NotWord().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return slug.Length switch { 0 => $"{id:N}", > 60 => slug[..60].Trim('-'), _ => slug };
    }

    private static TableEntity Entity(Organization organization, TableEntity? current = null)
    {
        var entity = current ?? new TableEntity(Partition(organization.Id), Row);
        entity["Name"] = organization.Name;
        entity["Slug"] = organization.Slug;
        entity["AvatarUrl"] = organization.AvatarUrl;
        entity["Settings"] = organization.Settings;
        entity["CreatedBy"] = organization.CreatedBy;
        entity["CreatedAt"] = organization.CreatedAt;
        entity["UpdatedAt"] = organization.UpdatedAt;
        return entity;
    }

    private static Organization Read(TableEntity row) => new(
        Guid.ParseExact(row.PartitionKey, "N"),
        row.GetString("Name"),
        row.GetString("Slug"),
        row.GetString("AvatarUrl"),
        row.GetString("Settings"),
        row.GetString("CreatedBy"),
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("UpdatedAt")!.Value);

    private static string Partition(Guid id) => id.ToString("N");

    private ValueTask<TableClient> TableAsync(CancellationToken cancellationToken) => storage.TableAsync("Organizations", cancellationToken);

    [GeneratedRegex("^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Slug();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
