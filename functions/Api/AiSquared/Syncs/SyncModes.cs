namespace FunctionsPlatform.Api.AiSquared;

public static class SyncModes
{
    public const string FullRefresh = "full_refresh";
    public const string Incremental = "incremental";
}
