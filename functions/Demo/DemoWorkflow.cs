using FunctionsPlatform.Connections;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Storage;
using FunctionsPlatform.Workflows;

namespace FunctionsPlatform.Demo;

/// <summary>A workflow that its webhook starts: it counts orders, and writes a message where there are many.</summary>
public sealed class DemoWorkflow(Workflows.Workflows workflows, WorkflowSecrets secrets, Aliases aliases)
{
    public const string Alias = "wf_abc123";

    /// <summary>What callers of its webhook prove themselves by.</summary>
    public const string Token = "whk_demo_token";

    private const string Question = "How many users signed up this week?";

    private static readonly Guid Id = Guid.Parse("01936f00-0000-7000-8000-000000000051");

    public async Task EnsureAsync(Connection shop, CancellationToken cancellationToken)
    {
        if (!(await workflows.GetAsync(DemoWorkspace.Id, Id, cancellationToken)).Succeeded(out _, out _))
        {
            var made = await workflows.CreateAsync(DemoWorkspace.Id, SignUps(shop), cancellationToken, Id);
            if (!made.Succeeded(out _, out var error))
                throw new InvalidOperationException($"The demo's workflow could not be made: {error.Message} {string.Join(' ', error.Fields ?? [])}");
        }

        await secrets.SetHookAsync(DemoWorkspace.Id, Id, Token, cancellationToken);
        await aliases.AddAsync(DemoWorkspace.Id, Workflow.PublicId.Kind, Alias, Id, cancellationToken);
        // Callers of the webhook have no workspace.
        await aliases.AddAsync(WorkspaceId.Deployment, Workflow.PublicId.Kind, Alias, Id, cancellationToken);
    }

    private static NewWorkflow SignUps(Connection shop)
    {
        const string subject = "{{ steps.signups.value }} sign-ups this week";
        const string body = "Customers by segment:\n\n{{ results_table }}\nAsked for by {{ webhook.by | default: 'nobody' }}.";
        const string sql = "SELECT segment, COUNT(*) AS customers FROM customers GROUP BY segment ORDER BY customers DESC";
        var definition = new WorkflowDefinition(
            new WorkflowTrigger.Webhook(IsSigned: false),
            [new WorkflowStep("signups", new StepWork.Question(shop.Id, Question)), new WorkflowStep("segments", new StepWork.Sql(shop.Id, sql))],
            [new Condition(ConditionKind.RowCount, "segments") { Operator = ConditionOperator.GreaterThan, Value = System.Text.Json.JsonSerializer.SerializeToElement(0) }],
            [new WorkflowStep("action_1", new StepWork.Mail([DemoWorkspace.Email], subject, body, "segments"))]);
        var source = $$"""
            {"trigger": {"type": "webhook"},
             "steps": [{"type": "question", "id": "signups", "connection_id": "{{DemoData.ConnectionAlias}}", "question": "{{Question}}"},
                       {"type": "sql", "id": "segments", "connection_id": "{{DemoData.ConnectionAlias}}", "sql": "{{sql}}"}],
             "conditions": [{"type": "row_count", "step": "segments", "operator": "greater_than", "value": 0}],
             "actions": [{"type": "send_email", "to": ["{{DemoWorkspace.Email}}"], "subject": "{{subject}}", "body": {{System.Text.Json.JsonSerializer.Serialize(body)}}, "csv": "segments"}]}
            """;
        return new NewWorkflow("Weekly sign-ups", definition, source) { Description = "Counts the sign-ups of the week and mails them with the customers of each segment" };
    }
}
