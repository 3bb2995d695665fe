namespace FunctionsPlatform.Demo;

/// <summary>What a newcomer sees at the start.</summary>
internal static class DemoBanner
{
    public static string Text(string address) => $$"""

        FunctionsPlatform listens on {{address}}. The demo workspace is {{DemoWorkspace.Id}}, or 1.

          AI for Database   Authorization: Bearer {{DemoWorkspace.AiForDatabaseKey}}
          ConnectyAI        client_id {{DemoWorkspace.ClientId}}, client_secret {{DemoWorkspace.ClientSecret}}
          SignalSmith       Authorization: Bearer {{DemoWorkspace.SignalSmithKey}}   X-Workspace-ID: {{DemoWorkspace.Id}}
          DataForge AI      Authorization: Bearer {{DemoWorkspace.DataForgeKey}}
          AI Squared        POST /api/v1/login with {{DemoWorkspace.Email}} / {{DemoWorkspace.Password}}, then Workspace-Id: 1

        Try:

          curl -s {{address}}/v1/queries -H 'Authorization: Bearer {{DemoWorkspace.AiForDatabaseKey}}' -H 'Content-Type: application/json' -d '{"question": "How many users signed up this week?", "connection_id": "{{DemoData.ConnectionAlias}}"}'
          curl -s {{address}}/v1/auth/token -H 'Content-Type: application/json' -d '{"client_id": "{{DemoWorkspace.ClientId}}", "client_secret": "{{DemoWorkspace.ClientSecret}}"}'
          curl -s {{address}}/api/v1/query -H 'Authorization: Bearer {{DemoWorkspace.DataForgeKey}}' -H 'Content-Type: application/json' -d '{"dataset_id": "{{DemoSales.Alias}}", "query": "SELECT region, sum(amount) FROM sales GROUP BY region"}'

        A dashboard, in a browser: {{address}}{{DemoDashboard.Address}}

        """;
}
