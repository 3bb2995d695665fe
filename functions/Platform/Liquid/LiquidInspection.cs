using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>Walks a template before it is ever rendered: what it reads, and what is wrong with it.</summary>
internal sealed class LiquidInspection(LiquidRules rules, FilterCollection filters) : AstVisitor
{
    private readonly List<LiquidVariable> _read = [];
    private readonly HashSet<string> _own = new(StringComparer.Ordinal) { "forloop", "tablerowloop" };

    public string? Problem { get; private set; }

    public IReadOnlyList<LiquidVariable> Reads => [.. _read.Distinct()];

    public IReadOnlyList<LiquidVariable> Variables => [.. _read.Where(variable => !_own.Contains(variable.Root)).Distinct()];

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (memberExpression.Segments[0] is IdentifierSegment root)
            _read.Add(new LiquidVariable(root.Identifier, memberExpression.Segments.Count > 1 ? Member(memberExpression.Segments[1]) : null));
        foreach (var index in memberExpression.Segments.OfType<IndexerSegment>())
            Visit(index.Expression);
        return memberExpression;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        var name = filterExpression.Name;
        if (!filters.TryGetValue(name, out _))
            Problem ??= $"There is no filter '{name}'.";
        else if (filterExpression.Parameters is [{ Expression: LiteralExpression { Value: StringValue text } }, ..])
            Problem ??= rules.Filters.FirstOrDefault(filter => filter.Name == name)?.Check(text.ToStringValue());
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        if (rules.LongestRange is { } longest && !(Literal(rangeExpression.To) - Literal(rangeExpression.From) <= longest))
            Problem ??= $"A range is of numbers written out, at most {longest:N0} apart.";
        return base.VisitRangeExpression(rangeExpression);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        _own.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
    {
        _own.Add(captureStatement.Identifier);
        return base.VisitCaptureStatement(captureStatement);
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _own.Add(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    protected override Statement VisitTableRowStatement(TableRowStatement tableRowStatement)
    {
        _own.Add(tableRowStatement.Identifier);
        return base.VisitTableRowStatement(tableRowStatement);
    }

    protected override Statement VisitIncrementStatement(IncrementStatement incrementStatement)
    {
        _own.Add(incrementStatement.Identifier);
        return base.VisitIncrementStatement(incrementStatement);
    }

    protected override Statement VisitDecrementStatement(DecrementStatement decrementStatement)
    {
        _own.Add(decrementStatement.Identifier);
        return base.VisitDecrementStatement(decrementStatement);
    }

    private static string? Member(MemberSegment segment) => segment switch
    {
        IdentifierSegment member => member.Identifier,
        IndexerSegment { Expression: LiteralExpression { Value: StringValue text } } => text.ToStringValue(),
        _ => null,
    };

    private static decimal? Literal(Expression expression) => expression is LiteralExpression { Value: NumberValue number } ? number.ToNumberValue() : null;
}
