using FunctionsPlatform.Api.AiForDatabase;
using FunctionsPlatform.Api.AiSquared;
using FunctionsPlatform.Api.Connecty;
using FunctionsPlatform.Api.DataForge;
using FunctionsPlatform.Api.SignalSmith;

namespace FunctionsPlatform.Api.Dialects;

public static class ApiDialects
{
    public static ApiDialect AiSquared { get; } = new AiSquaredDialect();

    public static ApiDialect AiForDatabase { get; } = new AiForDatabaseDialect();

    public static ApiDialect Connecty { get; } = new ConnectyDialect();

    public static ApiDialect SignalSmith { get; } = new SignalSmithDialect();

    public static ApiDialect DataForge { get; } = new DataForgeDialect();

    /// <summary>Answers where nothing of a request tells which API it means.</summary>
    public static ApiDialect Default => AiForDatabase;

    public static IReadOnlyList<ApiDialect> All { get; } = [AiForDatabase, AiSquared, Connecty, DataForge, SignalSmith];
}
