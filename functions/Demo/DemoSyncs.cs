using System.Text.Json.Nodes;
using FunctionsPlatform.Connections;
using FunctionsPlatform.Destinations;
using FunctionsPlatform.Models;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Demo;

/// <summary>A model over the shop's users, a CRM to sync them into, and a sync that waits to be started.</summary>
public sealed class DemoSyncs(CrmDatabase crm, Models.Models models, Destinations.Destinations destinations, Syncs.Syncs syncs)
{
    private static readonly Guid Model = Guid.Parse("01936f00-0000-7000-8000-000000000011");
    private static readonly Guid Destination = Guid.Parse("01936f00-0000-7000-8000-000000000012");
    private static readonly Guid Sync = Guid.Parse("01936f00-0000-7000-8000-000000000013");

    public async Task EnsureAsync(Connection shop, CancellationToken cancellationToken)
    {
        var file = crm.Ensure();
        if ((await syncs.GetAsync(DemoWorkspace.Id, Sync, cancellationToken)).Succeeded(out _, out _))
            return;
        var users = new NewModel(shop.Id, "Shop users", new ModelQuery(Sql: "SELECT id, email, name, plan, is_active, created_at FROM users"), ["id"])
        {
            Description = "Who has signed up",
            CursorColumn = "created_at",
        };
        Settle(await models.CreateAsync(DemoWorkspace.Id, users, cancellationToken, Model));
        Settle(await destinations.CreateAsync(
            DemoWorkspace.Id, new NewDestination("sqlite", "Demo CRM", new JsonObject { ["database"] = file }, "Contacts in an SQLite file"), cancellationToken, Destination));
        Settle(await syncs.CreateAsync(
            DemoWorkspace.Id,
            new NewSync(Model, Destination, "Users to CRM", "contacts")
            {
                Description = "Keeps the CRM's contacts like the shop's users",
                Write = WriteMode.Mirror,
                Mappings =
                [
                    FieldMapping.Column("id", "id"),
                    FieldMapping.Column("email", "email"),
                    FieldMapping.Column("name", "full_name"),
                    FieldMapping.Column("plan", "plan"),
                    FieldMapping.Column("is_active", "is_active"),
                    FieldMapping.Column("created_at", "signed_up_at"),
                ],
            },
            cancellationToken,
            Sync));
    }

    private static void Settle<T>(Result<T> made)
    {
        if (!made.Succeeded(out _, out var error))
            throw new InvalidOperationException($"The demo's sync could not be made: {error.Message} {string.Join(' ', error.Fields ?? [])}");
    }
}
