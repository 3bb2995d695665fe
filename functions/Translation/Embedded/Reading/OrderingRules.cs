namespace FunctionsPlatform.Translation.Embedded.Reading;

/// <summary>The order of the answer's rows.</summary>
internal static class OrderingRules
{
    public static void Add(Reading reading, Operand operand) =>
        reading.Draft.Order.Add((operand, reading.OrderDirection ?? reading.Draft.Limit is not null));

    /// <summary>Applies to what was named before it, or to what is named next; alone it orders by what is shown first.</summary>
    public static int ReadDirection(Reading reading, bool isDescending)
    {
        reading.Clause = Clause.Order;
        if (reading.Draft.Order.Count > 0)
        {
            for (var at = 0; at < reading.Draft.Order.Count; at++)
            {
                reading.Draft.Order[at] = (reading.Draft.Order[at].Operand, isDescending);
            }
        }

        reading.OrderDirection = isDescending;
        return 1;
    }
}
