using FunctionsPlatform.Sql;

namespace FunctionsPlatform.Datasets.Queries;

/// <summary>A statement and the datasets that it reads.</summary>
internal sealed record QueryPlan(ReadStatement Statement, IReadOnlyList<Dataset> Tables);
