using System.Globalization;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Workflows.Runs;

/// <summary>Whether conditions hold in a run.</summary>
internal static class ConditionCheck
{
    public static async Task<Result<bool>> HoldAsync(IReadOnlyList<Condition> conditions, StepScope scope, RunStore store, CancellationToken cancellationToken)
    {
        foreach (var condition in conditions)
        {
            if (!(await HoldsAsync(condition, scope, store, cancellationToken)).Succeeded(out var holds, out var refusal))
                return refusal;
            if (!holds)
                return false;
        }

        return true;
    }

    private static async Task<Result<bool>> HoldsAsync(Condition condition, StepScope scope, RunStore store, CancellationToken cancellationToken)
    {
        switch (condition.Kind)
        {
            case ConditionKind.RowCount:
                var record = await scope.RecordOfAsync(condition.Step!, cancellationToken);
                return record?.RowCount is { } count ? Compare(count, condition) : WorkflowErrors.RowsMissing(condition.Step!);
            case ConditionKind.Changed:
                var found = await scope.RecordOfAsync(condition.Step!, cancellationToken);
                if (found?.Fingerprint is not { } fingerprint)
                    return WorkflowErrors.RowsMissing(condition.Step!);
                return await store.RememberedAsync(scope.Run.WorkflowId, found.Path, cancellationToken) is { } before && before != fingerprint;
            default:
                if (!(await TextAsync(condition, scope, cancellationToken)).Succeeded(out var text, out var refusal))
                    return refusal;
                if (condition.Kind == ConditionKind.Text)
                    return Compare(text, condition);
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? Compare(number, condition)
                    : WorkflowErrors.ConditionFailed("what should be a number is none.");
        }
    }

    private static async Task<Result<string>> TextAsync(Condition condition, StepScope scope, CancellationToken cancellationToken)
    {
        if (condition.Of is { } template)
            return (await scope.RenderAsync(template, cancellationToken)).Trim();
        if (!(await scope.RowsOfAsync(condition.Step!, cancellationToken)).Succeeded(out var frame, out var refusal))
            return refusal;
        var column = condition.Column is null ? 0 : frame.Columns.Select(known => known.Name).ToList().IndexOf(condition.Column);
        if (column < 0)
            return WorkflowErrors.ConditionFailed($"the step '{condition.Step}' has no column '{condition.Column}'.");
        return frame.Rows.Count > 0 && column < frame.Columns.Count ? Cell.ToText(frame.Rows[0][column]) : WorkflowErrors.RowsMissing(condition.Step!);
    }

    private static bool Compare(double found, Condition condition)
    {
        var value = condition.Value!.Value.GetDouble();
        return condition.Operator switch
        {
            ConditionOperator.Equals => found == value,
            ConditionOperator.NotEquals => found != value,
            ConditionOperator.GreaterThan => found > value,
            ConditionOperator.GreaterOrEqual => found >= value,
            ConditionOperator.LessThan => found < value,
            _ => found <= value,
        };
    }

    private static bool Compare(string found, Condition condition)
    {
        var value = condition.Value!.Value.GetString()!;
        return condition.Operator switch
        {
            ConditionOperator.Equals => found.Equals(value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.NotEquals => !found.Equals(value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.Contains => found.Contains(value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.NotContains => !found.Contains(value, StringComparison.OrdinalIgnoreCase),
            ConditionOperator.StartsWith => found.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => found.EndsWith(value, StringComparison.OrdinalIgnoreCase),
        };
    }
}
