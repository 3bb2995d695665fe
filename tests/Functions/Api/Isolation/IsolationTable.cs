namespace FunctionsPlatform.Tests.Api.Isolation;

/// <summary>What the isolation matrix knows of each function: to what its ids belong, and which ids its body names. Values are names of samples (<see cref="IsolationSamples"/>).</summary>
internal static class IsolationTable
{
    /// <summary>By the route up to a parameter. Where two APIs share an address, the one that is not the default is named before it.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>
    {
        ["platform/v1/workspaces/{id}"] = "workspace",
        ["v1/connections/{id}"] = "connection",
        ["api/v1/connections/{id}"] = "connection",
        ["v1/queries/{id}"] = "question",
        ["api/v1/queries/{id}"] = "question",
        ["v1/dashboards/{id}"] = "dashboard",
        ["v1/dashboards/{id}/shares/{shareId}"] = "share",
        ["v1/dashboards/{id}/reports/{reportId}"] = "report",
        ["v1/dashboards/{id}/snapshots/{snapshotId}"] = "snapshot",
        ["api/v1/dashboards/{id}"] = "dashboard",
        ["api/v1/dashboards/{id}/shares/{shareId}"] = "share",
        ["api/v1/dashboards/{id}/reports/{reportId}"] = "report",
        ["api/v1/dashboards/{id}/snapshots/{snapshotId}"] = "snapshot",
        ["v1/workflows/{id}"] = "workflow",
        ["v1/workflows/{id}/runs/{runId}"] = "workflow run",
        ["v1/workflows/{id}/runs/{runId}/steps/{step}"] = "workflow step",
        ["api/v1/workflows/{id}"] = "workflow",
        ["api/v1/workflows/{id}/runs/{runId}"] = "workflow run",
        ["api/v1/workflows/{id}/runs/{runId}/steps/{step}"] = "workflow step",
        ["v1/team/members/{id}"] = "member",
        ["api/v1/team/members/{id}"] = "member",
        ["v1/dw/{dwId}"] = "data workspace",
        ["v1/dw/{dwId}/questions/{questionId}"] = "data workspace question",

        ["api/v1/datasets/{id}"] = "dataset",
        ["api/v1/models/{id}"] = "trained model",
        ["api/v1/models/{id}/batch-predictions/{batchId}"] = "batch prediction",
        ["api/v1/monitors/{id}"] = "monitor",
        ["api/v1/query/exports/{id}"] = "export",
        ["api/v1/query/scheduled/{id}"] = "scheduled query",
        ["api/v1/webhooks/{id}"] = "webhook",
        ["api/v1/webhooks/{id}/deliveries/{deliveryId}"] = "delivery",

        ["AiSquared api/v1/models/{id}"] = "model number",
        ["AiSquared api/v1/workspaces/{id}"] = "workspace number",
        ["api/v1/catalogs/{id}"] = "catalog number",
        ["api/v1/connectors/{id}"] = "connector number",
        ["api/v1/connector_definitions/{name}"] = "definition",
        ["api/v1/syncs/{id}"] = "sync number",
        ["api/v1/syncs/{syncId}"] = "sync number",
        ["api/v1/syncs/{syncId}/sync_runs/{id}"] = "run number",
        ["api/v1/syncs/{syncId}/sync_runs/{runId}"] = "run number",
        ["api/v1/schedule_syncs/{syncId}"] = "sync number",
        ["enterprise/api/v1/syncs/{syncId}"] = "sync number",

        ["api/v1/workspaces/{id}"] = "workspace",
        ["api/v1/workspaces/{workspaceId}"] = "workspace",
        ["api/v1/workspaces/{workspaceId}/api-keys/{keyId}"] = "key",
        ["api/v1/workspaces/{workspaceId}/sources/{sourceId}"] = "source",
        ["api/v1/workspaces/{workspaceId}/sources/{sourceId}/schemas/{schema}"] = "schema",
        ["api/v1/workspaces/{workspaceId}/sources/{sourceId}/schemas/{schema}/tables/{table}"] = "table",
        ["api/v1/workspaces/{workspaceId}/destinations/{destinationId}"] = "destination",
        ["api/v1/workspaces/{workspaceId}/models/{modelId}"] = "model",
        ["api/v1/workspaces/{workspaceId}/syncs/{syncId}"] = "sync",
        ["api/v1/workspaces/{workspaceId}/syncs/{syncId}/runs/{runId}"] = "run",
        ["api/v1/workspaces/{workspaceId}/metrics/{metricId}"] = "metric",
        ["api/v1/workspaces/{workspaceId}/metrics/glossary/{entryId}"] = "glossary entry",
        ["api/v1/workspaces/{workspaceId}/connector-manifests/{destinationType}"] = "manifest",
        ["api/v1/workspaces/{workspaceId}/members/{accountId}"] = "account",
        ["api/v1/workspaces/{workspaceId}/invites/{inviteId}"] = "invite",
        ["api/v1/workspaces/{workspaceId}/roles/{roleId}"] = "role",
        ["api/v1/workspaces/{workspaceId}/groups/{groupId}"] = "group",
        ["api/v1/workspaces/{workspaceId}/groups/{groupId}/members/{accountId}"] = "account",
        ["api/v1/workspaces/invites/{inviteId}"] = "invite",
        ["api/v1/organizations/{orgId}"] = "organization",
        ["api/v1/organizations/{orgId}/members/{accountId}"] = "account",
        ["api/v1/organizations/{orgId}/invitations/{inviteId}"] = "organization invite",
        ["api/v1/organizations/{orgId}/invites/{inviteId}"] = "organization invite",
        ["api/v1/organizations/invitations/{inviteId}"] = "organization invite",
        ["api/v1/organizations/invites/{inviteId}"] = "organization invite",
    };

    /// <summary>Bodies that name something of a workspace, by their type. Samples stand between angle brackets.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } = new Dictionary<string, string>
    {
        ["RunQueryRequest"] = """{"question": "How many users signed up this week?", "connection_id": "<connection>"}""",
        ["CreateDashboardRequest"] = """{"name": "Mine", "widgets": [{"type": "metric", "query_id": "<question>", "position": {"x": 0, "y": 0, "w": 6, "h": 4}}]}""",
        ["DatasetQueryRequest"] = """{"dataset_id": "<dataset>", "query": "SELECT * FROM sales"}""",
        ["PredictDatasetRequest"] = """{"dataset_id": "<dataset>", "query": "SELECT * FROM sales", "into": "predicted"}""",
        ["CreateMonitorRequest"] = """{"name": "Mine", "question_id": "<question>"}""",
        ["ExportQueryRequest"] = """{"dataset_id": "<dataset>", "query": "SELECT * FROM sales"}""",
        ["CreateScheduledQueryRequest"] = """{"name": "Mine", "dataset_id": "<dataset>", "query": "SELECT * FROM sales", "schedule": {"cron": "0 6 * * *"}}""",
        ["CreateWorkflowRequest"] = """{"name": "Mine", "steps": [{"type": "question", "connection_id": "<connection>", "question": "How many users are there?"}]}""",
        ["NewDataWorkspaceRequest"] = """{"connection_id": "<connection>"}""",
        ["CreateCatalogRequest"] = """{"connector_id": <connector number>, "catalog": {"json_schema": {"type": "object", "properties": {}}}}""",
        ["CreateModelRequest"] = """{"model": {"connector_id": <connector number>, "name": "Mine", "query_type": "raw_sql", "query": "SELECT 1 AS id", "primary_key": "id"}}""",
        ["CreateSyncRequest"] = """
            {"sync": {"source_id": <connector number>, "model_id": <model number>, "destination_id": <connector number>, "schedule_type": "manual", "sync_mode": "full_refresh",
             "stream_name": "contacts", "configuration": [{"mapping_type": "standard", "from": "id", "to": "id"}]}}
            """,
        ["ScheduleSyncRequest"] = """{"schedule_sync": {"sync_id": <sync number>}}""",
        ["SquaredWorkspaceRequest"] = """{"workspace": {"name": "Mine", "organization_id": <workspace number>}}""",
        ["CreateGlossaryEntryRequest"] = """{"connection_id": "<source>", "table": "users", "aliases": ["mine"]}""",
        ["CreateMetricRequest"] = """{"connection_id": "<source>", "name": "mine", "table": "users", "aggregate": "count"}""",
        ["ImportKnowledgeRequest"] = """{"connection_id": "<source>", "content": "cubes:\n  - name: users\n    sql_table: users\n"}""",
        ["CreateSmithModelRequest"] = """{"source_id": "<source>", "name": "Mine", "sql_query": "SELECT 1 AS id", "primary_key_column": "id"}""",
        ["PreviewModelRequest"] = """{"source_id": "<source>", "sql_query": "SELECT 1 AS id"}""",
        ["PreviewTableRequest"] = """{"source_id": "<source>", "source_table": "users"}""",
        ["CreateSmithSyncRequest"] = """
            {"model_id": "<model>", "destination_id": "<destination>", "name": "Mine", "field_mapping": [{"source_column": "id", "destination_field": "id"}], "config": {"stream": "contacts"}}
            """,
        ["GroupRequest"] = """{"name": "Mine", "members": ["<account>"]}""",
        ["GroupMemberRequest"] = """{"account_id": "<account>"}""",
    };

    /// <summary>Bodies that name nothing of a workspace.</summary>
    public static IReadOnlySet<string> PlainBodies { get; } = new HashSet<string>
    {
        "CreateKeyRequest", "CreateClientRequest", "CreateWorkspaceRequest", "ChangeWorkspaceRequest", "CreateConnectionRequest", "UpdateDashboardRequest", "VerifyQueryRequest",
        "InviteMemberRequest", "ChangeMemberRequest", "SquaredWorkspaceChangeRequest", "UpdateCatalogRequest", "QuerySourceRequest", "ExecuteModelRequest", "CreateConnectorRequest",
        "UpdateConnectorRequest", "CheckConnectionRequest", "UpdateModelRequest", "ResetSyncRequest", "UpdateSyncRequest", "EnableSyncRequest", "AskQuestionRequest",
        "CreateReportRequest", "CreateShareRequest", "AppendRowsRequest", "OpenUploadRequest", "CreateDatasetRequest", "UpdateDatasetRequest", "CreatePredictionModelRequest",
        "PredictRequest", "TrainPredictionModelRequest", "DeployModelRequest", "RollbackModelRequest", "UpdateMonitorRequest", "BackTestRequest", "UpdateScheduledQueryRequest",
        "CreateWebhookRequest", "UpdateWebhookRequest", "CreateApiKeyRequest", "RotateApiKeyRequest", "CreateDestinationRequest", "UpdateDestinationRequest", "TestDestinationRequest",
        "UpdateGlossaryEntryRequest", "CreateManifestRequest", "UpdateManifestRequest", "UpdateMetricRequest", "InviteRequest", "ChangeRoleRequest", "AcceptInviteRequest",
        "CreateOrganizationRequest", "UpdateOrganizationRequest", "CreateOrganizationWorkspaceRequest", "RoleRequest", "SmithSettingsRequest", "UpdateSmithModelRequest", "ResetRequest",
        "UpdateSmithSyncRequest", "StartRunRequest", "BackfillRequest", "RunWorkflowRequest", "DecideApprovalRequest", "UpdateWorkflowRequest", "CreateSourceRequest", "UpdateSourceRequest", "TestSourceRequest",
    };

    /// <summary>Functions that answer without a credential, each on purpose.</summary>
    public static IReadOnlySet<string> Open { get; } = new HashSet<string>
    {
        "DashboardAssets_Get", "Docs", "DocsScript", "DocsStart", "Health", "Invitation_Accept", "Invitation_Page", "Invitation_Script", "Jwks", "Login", "Logout", "LogoutPost",
        "OpenApi", "SharedDashboards_View", "SquaredAccounts_ForgotPassword", "SquaredAccounts_ResendVerification", "SquaredAccounts_ResetPassword", "SquaredAccounts_SignUp",
        "SquaredAccounts_Verify", "Token_Get", "Token_Post", "Up", "WorkflowHooks_Call", "ZZ_NotFound",
    };

    /// <summary>Functions that refuse callers who have the permission that is declared: what they do is for people, needs more where it is another's, or names a workspace that is not theirs.</summary>
    public static IReadOnlySet<string> Stricter { get; } = new HashSet<string>
    {
        "Administration_AuditExport", "Administration_AuditList", "Administration_WorkspaceGet", "Administration_WorkspaceUpdate", "SmithInvites_Accept", "SmithMembers_Remove", "SmithOrganizationInvitations_Accept", "SmithOrganizationInvites_Accept", "SmithOrganizations_Create",
        "SelfHostedTeam_Remove", "SquaredWorkspaces_Create", "Team_Remove",
    };

    /// <summary>Functions whose answer to a key for a sample is no success: what they read is made in the background, is for people, or needs a parameter.</summary>
    public static IReadOnlySet<string> NotReady { get; } = new HashSet<string>
    {
        "QueryExports_Download", "DataWorkspaceQuestions_Results", "ForgeModels_Drift", "SmithOrganizationInvitations_List", "SmithOrganizationInvites_List",
        "SmithOrganizationMembers_List", "SquaredDefinitions_Get", "SelfHostedWorkflows_RunsStep", "Workflows_RunsStep",
    };
}
