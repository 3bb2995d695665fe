using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>Puts bounds into a template where Liquid has none: ranges and captured text.</summary>
internal sealed class LiquidBounds : AstRewriter
{
    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        var (from, to) = (Visit(rangeExpression.From), Visit(rangeExpression.To));
        return new RangeExpression(from, new EndOfRange(from, to));
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement) =>
        new Capture(captureStatement.Identifier, TryRewriteStatements(captureStatement.Statements, out var rewritten) ? rewritten : captureStatement.Statements);

    /// <summary>A range is a list in memory, however little of it is used.</summary>
    private sealed class EndOfRange(Expression from, Expression to) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var (first, last) = ((await from.EvaluateAsync(context)).ToNumberValue(), await to.EvaluateAsync(context));
            var numbers = decimal.ToInt64(decimal.Clamp(last.ToNumberValue() - first, 0, int.MaxValue));
            LiquidBudget.Of(context).Make(numbers * LiquidBudget.OfValue);
            return last;
        }
    }

    private sealed class Capture(string name, IReadOnlyList<Statement> statements) : Statement
    {
        public override async ValueTask<Completion> WriteToAsync(TextWriter writer, TextEncoder encoder, TemplateContext context)
        {
            var budget = LiquidBudget.Of(context);
            await using var captured = new BoundedText(budget.MaxLength);
            var completion = await statements.RenderStatementsAsync(captured, encoder, context);
            var text = captured.ToString();
            budget.Make(text.Length);
            context.SetValue(name, StringValue.Create(text));
            return completion;
        }
    }
}
