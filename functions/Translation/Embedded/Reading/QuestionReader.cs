using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Reads the mentions of a question from left to right into a draft.</summary>
internal static class QuestionReader
{
    public static Reading Read(SchemaIndex index, IReadOnlyList<Token> tokens, IReadOnlyList<Mention> mentions)
    {
        var reading = new Reading(index, tokens, mentions);
        while (!reading.IsAtEnd)
        {
            var mention = reading.Current;
            var taken = Step(reading, mention);
            if (taken > 0)
            {
                for (var at = 0; at < taken && reading.Peek(at) is { } used; at++)
                {
                    reading.Used.Add(used);
                }
            }

            reading.At += Math.Max(1, taken);
        }

        Closing.Close(reading);
        return reading;
    }

    /// <summary>How many mentions were understood; 0 when the current one means nothing here.</summary>
    private static int Step(Reading reading, Mention mention) => mention switch
    {
        CueMention { Cue: var cue } => CueStep(reading, cue),
        NameMention name => NameRules.Read(reading, name),
        ValueMention value => ValueRules.ReadStored(reading, value),
        TextMention text => ValueRules.ReadText(reading, text.Text),
        NumberMention number => ValueRules.ReadNumber(reading, number.Value),
        DateMention date => ValueRules.ReadDate(reading, date.Range, null),
        _ => 0,
    };

    private static int CueStep(Reading reading, Cue cue)
    {
        switch (cue)
        {
            case LeadCue:
                return SelectionRules.ReadLead(reading);
            case WhichCue:
                reading.AsksWhich = reading.Clause is Clause.Select;
                return 1;
            case CountCue count:
                return SelectionRules.ReadCount(reading, count);
            case AggregateCue aggregate:
                return SelectionRules.ReadAggregate(reading, aggregate.Function);
            case KindCue kind:
                return SelectionRules.ReadKind(reading, kind);
            case EverythingCue:
                reading.Draft.SelectsEverything = reading.Clause is Clause.Select;
                return 1;
            case SuperlativeCue superlative:
                return SuperlativeRules.Read(reading, superlative);
            case MostCue most:
                return SuperlativeRules.ReadMost(reading, most.IsMaximum);
            case CommonCue common:
                return SuperlativeRules.ReadCommon(reading, common.IsMaximum);
            case TopCue top:
                return SuperlativeRules.ReadTop(reading, top.IsMaximum);
            case ComparisonCue comparison:
                return ComparisonRules.Read(reading, comparison);
            case OrMoreCue orMore:
                reading.IsAlternative = true;
                return ComparisonRules.Read(reading,
                    new ComparisonCue(orMore.Operator is ComparisonOperator.GreaterOrEqual
                    ? ComparisonOperator.Greater : ComparisonOperator.Less, [], []));
            case BetweenCue:
                return ComparisonRules.ReadBetween(reading);
            case TextMatchCue match:
                return ComparisonRules.ReadTextMatch(reading, match.Kind);
            case NullCue isNull:
                return ComparisonRules.ReadNull(reading, isNull.IsNegated);
            case EventCue happened:
                return ComparisonRules.ReadEvent(reading, happened);
            case OrderCue:
                reading.Clause = Clause.Order;
                reading.Pending = null;
                return 1;
            case DirectionCue direction:
                return OrderingRules.ReadDirection(reading, direction.IsDescending);
            case EachCue:
                return GroupingRules.ReadEach(reading);
            case PeriodCue period:
                return GroupingRules.ReadPeriod(reading, period.Unit);
            case DistinctCue:
                reading.WantsDistinct = true;
                return 1;
            case NotCue:
                return NegationRules.Read(reading);
            case ExceptCue:
                return NegationRules.ReadExcept(reading);
            case ButCue:
                return NegationRules.ReadBut(reading);
            case OrCue:
                reading.IsAlternative = true;
                return 1;
            case WhereCue where:
                return SelectionRules.ReadWhere(reading, where.IsStrong);
            case StopCue:
                SelectionRules.ShowUnused(reading);
                reading.Pending = null;
                reading.IsNegated = false;
                return 1;
            default:
                return 1;
        }
    }
}
