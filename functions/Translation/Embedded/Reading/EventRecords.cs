using FunctionsPlatform.Translation.Embedded.Cues;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>Where it is written what happened to the rows that are spoken of.</summary>
internal static class EventRecords
{
    /// <summary>How much of it happened: for <c>sold the most</c> the quantity of the rows that point at the product, or else their
    /// number. Null when no verb of an event precedes.</summary>
    public static Operand? Amount(Reading reading)
    {
        if (reading.PeekCue(-1) is not EventCue happened || reading.Draft.Subject is not { Key: { } key } subject)
        {
            return null;
        }

        var records = reading.Index.Joins.From(subject).Where(edge => edge.From == key && edge.To.Table != subject)
            .Select(edge => edge.To.Table).Where(table => Quantity(table) is not null || IsRecord(table, happened))
            .MaxBy(table => (Quantity(table) is not null ? 1 : 0) + (IsRecord(table, happened) ? 2 : 0));
        if (records is null)
        {
            return null;
        }

        reading.LastTable = records;
        return Quantity(records) is { } quantity ? new Operand(quantity, AggregateFunction.Sum) : Operand.CountOf(records);
    }

    private static bool IsRecord(IndexedTable table, EventCue happened) => table.Words.Any(happened.Subjects.Contains);

    private static IndexedColumn? Quantity(IndexedTable table) =>
        table.Columns.FirstOrDefault(column => column.IsMeasure && column.Words.Any(word => word is "quantity" or "qty"));
}
