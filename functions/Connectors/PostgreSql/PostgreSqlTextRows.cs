using System.Text;
using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.PostgreSql;

/// <summary>Rows in the text form of COPY: the types' own input functions read every value.</summary>
/// <param name="at">Position of each column among the rows' values.</param>
internal sealed class PostgreSqlTextRows(IReadOnlyList<int> at)
{
    private const int Full = 64 * 1024;

    /// <param name="numbered">Whether the row's number comes first.</param>
    public async Task WriteAsync(TextWriter to, ArraySegment<object?[]> rows, bool numbered, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(Full * 2);
        for (var number = 0; number < rows.Count; number++)
        {
            if (numbered)
                text.Append(number).Append('\t');
            for (var column = 0; column < at.Count; column++)
            {
                if (column > 0)
                    text.Append('\t');
                Append(text, rows[number][at[column]]);
            }
            text.Append('\n');
            if (text.Length < Full && number < rows.Count - 1)
                continue;
            await to.WriteAsync(text, cancellationToken);
            text.Clear();
        }
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("\\N");
                break;
            case byte[] bytes:
                text.Append("\\\\x").Append(Convert.ToHexString(bytes));
                break;
            default:
                AppendEscaped(text, PrintedValue.Of(value));
                break;
        }
    }

    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<char> value)
    {
        while (value.IndexOfAny("\\\t\n\r") is >= 0 and var at)
        {
            text.Append(value[..at]).Append('\\').Append(value[at] switch { '\t' => 't', '\n' => 'n', '\r' => 'r', var other => other });
            value = value[(at + 1)..];
        }
        text.Append(value);
    }
}
