using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Syncs.Mapping;

namespace FunctionsPlatform.Syncs.Runs;

/// <summary>A run's mapping, and the target of writers that it gives.</summary>
public sealed record RunMapping(RowMapper Rows, WriteTarget Target)
{
    /// <param name="source">The columns of the rows that will be mapped, in their order.</param>
    public static Result<RunMapping> Create(RunPlan plan, IReadOnlyList<ResultColumn> source)
    {
        var operations = plan.Write.Operations();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(plan.TimeZone);
        var request = new MappingRequest(plan.Mappings, source, plan.Stream, plan.KeyFields, zone, plan.StartedAt) { Operations = operations };
        return RowMapper.Create(request).Succeeded(out var rows, out var wrong)
            ? new RunMapping(rows, new WriteTarget(plan.Stream, rows.Columns, plan.KeyFields, operations) { Options = plan.Options })
            : wrong;
    }
}
