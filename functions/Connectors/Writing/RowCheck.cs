using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace FunctionsPlatform.Connectors.Writing;

/// <summary>What a database makes of values that not all databases know.</summary>
/// <param name="TakesNul">Text may hold the character U+0000.</param>
/// <param name="TakesInfinity">Floating-point numbers may be infinite.</param>
/// <param name="TakesNaN">Numbers may be none at all.</param>
/// <param name="TakesPrintedTimes">Dates and times may be text, which the database judges: <c>infinity</c>, years that .NET has not.</param>
internal sealed record ValueRules(bool TakesNul, bool TakesInfinity, bool TakesNaN, bool TakesPrintedTimes);

/// <summary>
/// Finds the rows that need not be sent to be known as bad: without a key, with a value that is not of its field's kind, beyond the numbers or the length that fit.
/// What is left over, the database judges.
/// </summary>
internal sealed class RowCheck
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.-+eE");

    private readonly Func<object, RowError?>[] _checks;
    private readonly bool[] _isKey;
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly ValueRules _rules;

    public RowCheck(WriteTarget target, DestinationStream live, ValueRules rules)
    {
        (_columns, _rules) = (target.Columns, rules);
        _isKey = [.. target.Columns.Select(column => target.Key.Contains(column.Name))];
        _checks = [.. target.Columns.Select(column => CheckOf(live.Field(column.Name)!))];
    }

    /// <summary>The rows of a batch that may be fit, and their positions in it. All others are added to the rejected ones.</summary>
    public (object?[][] Rows, int[] Positions) Sift(WriteBatch batch, List<RowRejection> rejected)
    {
        var rows = new List<object?[]>(batch.Rows.Count);
        var positions = new List<int>(batch.Rows.Count);
        for (var at = 0; at < batch.Rows.Count; at++)
        {
            if (Error(batch.Rows[at], batch.Operation) is { } error)
            {
                rejected.Add(error.At(at));
                continue;
            }
            rows.Add(batch.Rows[at]);
            positions.Add(at);
        }
        return ([.. rows], [.. positions]);
    }

    /// <summary>What is wrong with a row, or null.</summary>
    public RowError? Error(object?[] row, RowOperations operation)
    {
        for (var at = 0; at < _checks.Length; at++)
        {
            if (operation == RowOperations.Delete && !_isKey[at])
                continue;
            if (row[at] is not { } value)
            {
                if (_isKey[at] && operation != RowOperations.Append)
                    return new RowError(RowErrors.KeyNull, $"The key '{_columns[at].Name}' is null: the row cannot be told from others.");
            }
            else if (_checks[at](value) is { } error)
            {
                return error;
            }
        }
        return null;
    }

    private Func<object, RowError?> CheckOf(DestinationField field) => field.Kind switch
    {
        ColumnKind.Integer => value => value switch
        {
            long whole => whole < field.Minimum || whole > field.Maximum ? OutOfRange(field) : null,
            decimal whole when decimal.IsInteger(whole) => whole < field.Minimum || whole > field.Maximum ? OutOfRange(field) : null,
            string digits when BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                field.Maximum is null ? null : OutOfRange(field), // more digits than a decimal has
            _ => WrongType(field, value),
        },
        ColumnKind.Decimal => value => value is decimal || value is string digits && (IsNumber(digits) || _rules.TakesNaN) ? null : WrongType(field, value),
        ColumnKind.Float => value => value is not double number ? WrongType(field, value)
            : double.IsFinite(number) || (double.IsNaN(number) ? _rules.TakesNaN : _rules.TakesInfinity) ? null
            : Invalid(field, $"cannot hold {PrintedValue.Of(number)}"),
        ColumnKind.Boolean => value => value is bool ? null : WrongType(field, value),
        ColumnKind.Date => value => value is DateOnly || IsPrinted(value) ? null : WrongType(field, value),
        ColumnKind.Time => value => value is TimeOnly || value is TimeSpan && _rules.TakesPrintedTimes || IsPrinted(value) ? null : WrongType(field, value),
        ColumnKind.Timestamp => value => value is DateTime || IsPrinted(value) ? null : WrongType(field, value),
        ColumnKind.TimestampTz => value => value is DateTimeOffset || IsPrinted(value) ? null : WrongType(field, value),
        ColumnKind.Uuid => value => value is Guid ? null : WrongType(field, value),
        ColumnKind.Binary => value => value is not byte[] bytes ? WrongType(field, value) : bytes.Length > field.MaxLength ? TooLong(field, "bytes") : null,
        _ => value => value is string text ? TextError(field, text) : WrongType(field, value),
    };

    private RowError? TextError(DestinationField field, string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !IsWellFormed(text) ? Invalid(field, "was given half a character (a lone surrogate)")
        : !_rules.TakesNul && text.Contains('\0', StringComparison.Ordinal) ? Invalid(field, "was given the character U+0000, which the database has not")
        : text.Length > field.MaxLength && CharactersOf(text) > field.MaxLength ? TooLong(field, "characters")
        : null;

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
                return false;
            text = text[length..];
        }
        return true;
    }

    /// <summary>Databases let spaces at the end go that do not fit.</summary>
    private static int CharactersOf(string text) => text.TrimEnd(' ').EnumerateRunes().Count();

    private bool IsPrinted(object value) => _rules.TakesPrintedTimes && value is string { Length: < 100 } text && !text.Contains('\0', StringComparison.Ordinal);

    private static bool IsNumber(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(NumberCharacters);

    private static RowError WrongType(DestinationField field, object value) =>
        Invalid(field, $"takes {WritingErrors.Word(field.Kind)}, and was given a {value.GetType().Name}");

    private static RowError Invalid(DestinationField field, string why) => new(RowErrors.ValueInvalid, $"'{field.Name}' {why}.");

    private static RowError OutOfRange(DestinationField field) =>
        new(RowErrors.ValueOutOfRange, $"'{field.Name}' ({field.NativeType}) takes numbers from {field.Minimum} to {field.Maximum}.");

    private static RowError TooLong(DestinationField field, string unit) => new(RowErrors.ValueTooLong, $"'{field.Name}' takes at most {field.MaxLength} {unit}.");
}
