using FunctionsPlatform.Translation.Embedded.Linking;

namespace FunctionsPlatform.Translation.Embedded.Plans;

/// <summary>What may come next in a plan, so that whatever is written to its end is a query of the schema.</summary>
internal sealed class PlanGrammar(PlanScope scope)
{
    private const int MaxDepth = 2;
    private const int MaxItems = 6;

    private const int First = (int)PlanSymbol.Count;

    public static PlanState Start { get; } = new(PlanStep.BodyStart, [new PlanFrame(IsNested: false)]);

    public int Symbols => First + scope.Positions;

    /// <summary>Marks the symbols that may come next.</summary>
    public void Allow(PlanState state, Span<bool> allowed)
    {
        allowed.Clear();
        switch (state.Step)
        {
            case PlanStep.BodyStart:
                Operand(allowed, withAll: true);
                allowed[(int)PlanSymbol.Distinct] = true;
                break;
            case PlanStep.FirstItem:
                Operand(allowed, withAll: true);
                break;
            case PlanStep.AfterItem:
                if (state.Frame.Items < (state.Frame.IsNested ? 1 : state.Frame.Width ?? MaxItems))
                {
                    Operand(allowed, withAll: true);
                }

                if (state.Frame.Width is not { } width || state.Frame.Items == width)
                {
                    Clauses(state, PlanSymbol.From, allowed);
                }

                break;
            case PlanStep.Argument:
                Argument(state, allowed);
                break;
            case PlanStep.DistinctArgument:
                Columns(allowed);
                break;
            case PlanStep.FirstTable:
                Tables(allowed);
                break;
            case PlanStep.AfterTable:
                Tables(allowed);
                Clauses(state, PlanSymbol.Where, allowed);
                break;
            case PlanStep.Subject:
                Operand(allowed, withAll: false);
                if (state.Frame.Clause is PlanSymbol.Where)
                {
                    Aggregates(allowed, isAllowed: false);
                }
                else
                {
                    allowed[First..].Clear();
                }

                break;
            case PlanStep.Operator:
                Operators(state, allowed);
                break;
            case PlanStep.Right or PlanStep.High:
                Right(state, allowed);
                break;
            case PlanStep.Text:
                Values(allowed, _ => true);
                break;
            case PlanStep.Query:
                allowed[(int)PlanSymbol.Open] = true;
                break;
            case PlanStep.AfterPredicate:
                allowed[(int)PlanSymbol.And] = allowed[(int)PlanSymbol.Or] = allowed[(int)PlanSymbol.Else] = true;
                Clauses(state, state.Frame.Clause is PlanSymbol.Where ? PlanSymbol.Group : PlanSymbol.Order, allowed);
                break;
            case PlanStep.FirstKey:
                Columns(allowed);
                break;
            case PlanStep.AfterKey:
                Columns(allowed);
                Clauses(state, PlanSymbol.Having, allowed);
                break;
            case PlanStep.By:
                Operand(allowed, withAll: false);
                break;
            case PlanStep.Direction:
                allowed[(int)PlanSymbol.Ascending] = allowed[(int)PlanSymbol.Descending] = true;
                break;
            case PlanStep.AfterBy:
                Operand(allowed, withAll: false);
                Clauses(state, PlanSymbol.Limit, allowed);
                break;
            case PlanStep.Limit:
                allowed[(int)PlanSymbol.One] = true;
                Values(allowed, value => value.Number is > 0 and <= 1_000_000);
                break;
            case PlanStep.AfterLimit:
                Ends(state, allowed);
                break;
            default:
                break;
        }
    }

    public PlanState Next(PlanState state, int symbol)
    {
        var frame = state.Frame;
        switch ((PlanSymbol)symbol)
        {
            case PlanSymbol.End:
                return state with { Step = PlanStep.Done };
            case PlanSymbol.Distinct:
                return state with { Step = state.Step is PlanStep.BodyStart ? PlanStep.FirstItem : PlanStep.DistinctArgument };
            case PlanSymbol.CountOf or PlanSymbol.Sum or PlanSymbol.Average or PlanSymbol.Minimum or PlanSymbol.Maximum:
                return state.With(PlanStep.Argument, Started(state) with { Function = (PlanSymbol)symbol });
            case PlanSymbol.From:
                return state with { Step = PlanStep.FirstTable };
            case PlanSymbol.Where or PlanSymbol.Having:
                return state.With(PlanStep.Subject, frame with { Clause = (PlanSymbol)symbol, Function = null });
            case PlanSymbol.Group:
                return state.With(PlanStep.FirstKey, frame with { Clause = PlanSymbol.Group });
            case PlanSymbol.Order:
                return state.With(PlanStep.By, frame with { Clause = PlanSymbol.Order, Function = null });
            case PlanSymbol.Limit:
                return state with { Step = PlanStep.Limit };
            case PlanSymbol.Ascending or PlanSymbol.Descending:
                return state.With(PlanStep.AfterBy, frame with { Function = null });
            case PlanSymbol.And or PlanSymbol.Or or PlanSymbol.Else:
                return state.With(PlanStep.Subject, frame with { Function = null });
            case PlanSymbol.Between:
                return state.With(PlanStep.Right, frame with { IsBetween = true });
            case PlanSymbol.In or PlanSymbol.NotIn:
                return state with { Step = PlanStep.Query };
            case PlanSymbol.Contains or PlanSymbol.StartsWith or PlanSymbol.EndsWith or PlanSymbol.NotContains:
                return state with { Step = PlanStep.Text };
            case PlanSymbol.IsNull or PlanSymbol.IsNotNull:
                return state with { Step = PlanStep.AfterPredicate };
            case >= PlanSymbol.Equal and <= PlanSymbol.GreaterOrEqual:
                return state.With(PlanStep.Right, frame with { IsBetween = false });
            case PlanSymbol.Open:
                return new PlanState(PlanStep.BodyStart, [.. state.Frames, new PlanFrame(IsNested: true)]);
            case PlanSymbol.Close:
                return new PlanState(PlanStep.AfterPredicate, [.. state.Frames.SkipLast(1)]);
            case PlanSymbol.Union or PlanSymbol.Intersect or PlanSymbol.Except:
                return new PlanState(PlanStep.BodyStart, [new PlanFrame(IsNested: false) { Width = frame.Items }]);
            default:
                return AfterPointer(state, symbol);
        }
    }

    private static PlanFrame Started(PlanState state) =>
        state.Step is PlanStep.BodyStart or PlanStep.FirstItem or PlanStep.AfterItem ? state.Frame with { Items = state.Frame.Items + 1 } : state.Frame;

    private PlanState AfterPointer(PlanState state, int symbol) => state.Step switch
    {
        PlanStep.BodyStart or PlanStep.FirstItem or PlanStep.AfterItem => state.With(PlanStep.AfterItem, Started(state)),
        PlanStep.Argument or PlanStep.DistinctArgument => state.Frame.Clause switch
        {
            PlanSymbol.Where or PlanSymbol.Having => state.With(PlanStep.Operator, state.Frame with { Column = scope.Column(symbol) }),
            PlanSymbol.Order => state with { Step = PlanStep.Direction },
            _ => state.With(PlanStep.AfterItem, state.Frame with { Function = null }),
        },
        PlanStep.FirstTable or PlanStep.AfterTable => state with { Step = PlanStep.AfterTable },
        PlanStep.Subject => state.With(PlanStep.Operator, state.Frame with { Column = scope.Column(symbol), Function = null }),
        PlanStep.Right when state.Frame.IsBetween => state with { Step = PlanStep.High },
        PlanStep.Right or PlanStep.High or PlanStep.Text => state with { Step = PlanStep.AfterPredicate },
        PlanStep.FirstKey or PlanStep.AfterKey => state with { Step = PlanStep.AfterKey },
        PlanStep.By or PlanStep.AfterBy => state with { Step = PlanStep.Direction },
        PlanStep.Limit => state with { Step = PlanStep.AfterLimit },
        _ => throw new ArgumentException($"No pointer may come at {state.Step}.", nameof(symbol)),
    };

    private void Operand(Span<bool> allowed, bool withAll)
    {
        Columns(allowed);
        Aggregates(allowed, isAllowed: true);
        if (withAll)
        {
            Tables(allowed);
        }
    }

    private static void Aggregates(Span<bool> allowed, bool isAllowed)
    {
        for (var symbol = PlanSymbol.CountOf; symbol <= PlanSymbol.Maximum; symbol++)
        {
            allowed[(int)symbol] = isAllowed;
        }
    }

    private void Argument(PlanState state, Span<bool> allowed)
    {
        if (state.Frame.Function is PlanSymbol.CountOf)
        {
            Columns(allowed);
            Tables(allowed);
            allowed[(int)PlanSymbol.Distinct] = true;
            return;
        }

        var mustBeNumber = state.Frame.Function is PlanSymbol.Sum or PlanSymbol.Average;
        for (var at = 0; at < scope.Columns.Count; at++)
        {
            var column = scope.Columns[at];
            allowed[First + scope.FirstColumn + at] = !mustBeNumber || column.IsNumeric || (column.IsText && !column.IsTemporal);
        }
    }

    private static void Operators(PlanState state, Span<bool> allowed)
    {
        var isText = state.Frame.Function is null && state.Frame.Column is { IsNumeric: false };
        for (var symbol = PlanSymbol.Equal; symbol <= PlanSymbol.IsNotNull; symbol++)
        {
            allowed[(int)symbol] = symbol is < PlanSymbol.Contains or > PlanSymbol.NotContains || isText;
        }

        if (state.Frames.Length > MaxDepth || state.Frame.Function is not null)
        {
            allowed[(int)PlanSymbol.In] = allowed[(int)PlanSymbol.NotIn] = false;
        }
    }

    private void Right(PlanState state, Span<bool> allowed)
    {
        var column = state.Frame.Function is PlanSymbol.CountOf ? null : state.Frame.Column;
        var isNumber = column is null or { IsNumeric: true };
        Values(allowed, value => isNumber ? value.Number is not null : MayBeOf(value, column!));
        allowed[(int)PlanSymbol.Zero] = allowed[(int)PlanSymbol.One] = isNumber;
        allowed[(int)PlanSymbol.Open] = state.Step is PlanStep.Right && !state.Frame.IsBetween && state.Frames.Length <= MaxDepth;
        for (var at = 0; column is not null && at < scope.Columns.Count; at++)
        {
            var other = scope.Columns[at];
            allowed[First + scope.FirstColumn + at] = other != column && other.Definition.Kind == column.Definition.Kind;
        }
    }

    /// <summary>A value that other columns are known to hold is not one of a column that is known not to.</summary>
    private static bool MayBeOf(PlanValue value, IndexedColumn column) =>
        value.IsOf(column) || column.Definition.Values is null || (value.Stored.Count == 0 && (value.Number is null || !column.IsText));

    private static void Clauses(PlanState state, PlanSymbol from, Span<bool> allowed)
    {
        Mark(PlanSymbol.From, allowed);
        Mark(PlanSymbol.Where, allowed);
        Mark(PlanSymbol.Group, allowed);
        allowed[(int)PlanSymbol.Having] = state.Step is PlanStep.AfterKey;
        Mark(PlanSymbol.Order, allowed);
        allowed[(int)PlanSymbol.Limit] = true;
        Ends(state, allowed);

        void Mark(PlanSymbol clause, Span<bool> allowed) => allowed[(int)clause] = clause >= from;
    }

    private static void Ends(PlanState state, Span<bool> allowed)
    {
        allowed[(int)PlanSymbol.Close] = state.Frame.IsNested;
        allowed[(int)PlanSymbol.End] = !state.Frame.IsNested;
        allowed[(int)PlanSymbol.Union] = allowed[(int)PlanSymbol.Intersect] = allowed[(int)PlanSymbol.Except] = state.Frame is { IsNested: false, Width: null };
    }

    private void Tables(Span<bool> allowed) => allowed.Slice(First + scope.FirstTable, scope.Tables.Count).Fill(true);

    private void Columns(Span<bool> allowed) => allowed.Slice(First + scope.FirstColumn, scope.Columns.Count).Fill(true);

    private void Values(Span<bool> allowed, Func<PlanValue, bool> fits)
    {
        for (var at = 0; at < scope.Values.Count; at++)
        {
            allowed[First + scope.FirstValue + at] = fits(scope.Values[at]);
        }
    }
}

internal enum PlanStep
{
    BodyStart,
    FirstItem,
    AfterItem,
    Argument,
    DistinctArgument,
    FirstTable,
    AfterTable,
    Subject,
    Operator,
    Right,
    High,
    Text,
    Query,
    AfterPredicate,
    FirstKey,
    AfterKey,
    By,
    Direction,
    AfterBy,
    Limit,
    AfterLimit,
    Done,
}

/// <summary>One select of a plan that is being written.</summary>
/// <param name="IsNested">Inside a condition of another.</param>
internal sealed record PlanFrame(bool IsNested)
{
    public int Items { get; init; }

    public PlanSymbol? Clause { get; init; }

    public PlanSymbol? Function { get; init; }

    /// <summary>What the condition being written is about.</summary>
    public IndexedColumn? Column { get; init; }

    public bool IsBetween { get; init; }

    /// <summary>How much a second branch of a set operation must show: as much as the first.</summary>
    public int? Width { get; init; }
}

/// <summary>How far a plan is written.</summary>
internal sealed record PlanState(PlanStep Step, PlanFrame[] Frames)
{
    public PlanFrame Frame => Frames[^1];

    public PlanState With(PlanStep step, PlanFrame frame) => new(step, [.. Frames.AsSpan(0, Frames.Length - 1), frame]);
}
