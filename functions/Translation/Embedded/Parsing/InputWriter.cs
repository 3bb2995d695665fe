using FunctionsPlatform.Connectors;
using FunctionsPlatform.Translation.Embedded.Joins;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Plans;

namespace FunctionsPlatform.Translation.Embedded.Parsing;

/// <summary>Writes the numbers that the network reads.</summary>
internal sealed class InputWriter(SchemaIndex index, IReadOnlyList<Token> tokens, PlanScope scope, List<NameSpan> names, PlanHints hints, WordVectors vectors)
{
    private const double WellNamed = 0.7;
    private const double ExactlyNamed = 0.95;

    /// <summary>Word vectors that are less alike than this say nothing.</summary>
    private const double LeastSimilar = 0.3;
    private const int MaxValueWords = 6;

    private readonly int _positions = scope.Positions;
    private readonly byte[] _relations = new byte[scope.Positions * scope.Positions];
    private readonly byte[] _similarities = new byte[scope.Positions * scope.Positions];
    private readonly int[][] _words = new int[scope.Positions][];
    private readonly int[][] _tags = new int[scope.Positions][];

    public NetworkInput Write()
    {
        WriteQuestion();
        WriteSchema();
        WriteValues();
        RelateWords();
        RelateSchema();
        RelateNames();
        RelateValues();
        Compare();
        AddHints();
        return new NetworkInput(tokens.Count, scope.Tables.Count, scope.Columns.Count, scope.Values.Count, _words, _tags, _relations, _similarities);
    }

    private void WriteQuestion()
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            var token = tokens[at];
            _words[at] = token.Kind switch
            {
                TokenKind.Quoted => Known(Tokenizer.Normalise(token.Text).Split(' ')),
                _ => Known([token.Lower], [token.Lemma]),
            };
            var tags = new List<int>
            {
                (int)(token.Kind switch
                {
                    TokenKind.Number => InputTag.Number,
                    TokenKind.Quoted => InputTag.Quoted,
                    TokenKind.Punctuation => InputTag.Mark,
                    _ => token.Number is null ? InputTag.Word : InputTag.NumberWord,
                }),
            };
            if (at > 0 && token.Kind is TokenKind.Word && token.IsCapitalised)
            {
                tags.Add((int)InputTag.Capitalised);
            }

            if (token.Kind is not TokenKind.Quoted && CueWords.TagOf(token.Lower) is { } cue)
            {
                tags.Add(cue);
            }

            _tags[at] = [.. tags];
        }
    }

    /// <summary>The first spelling whose vector is known.</summary>
    private int[] Known(params IReadOnlyList<string>[] spellings)
    {
        foreach (var words in spellings)
        {
            var ids = words.Select(word => vectors.IdOf(word)).Where(id => id != WordVectors.Unknown).ToArray();
            if (ids.Length > 0)
            {
                return ids;
            }
        }

        return [];
    }

    private void WriteSchema()
    {
        for (var at = 0; at < scope.Tables.Count; at++)
        {
            var table = scope.Tables[at];
            _words[scope.FirstTable + at] = Known(table.Words);
            var isLink = table.Columns.Count(column => column.IsForeignKey) > 1 && table.Columns.All(column => column.IsIdentifier || !column.IsText);
            _tags[scope.FirstTable + at] = isLink ? [(int)InputTag.Table, (int)InputTag.LinkTable] : [(int)InputTag.Table];
        }

        for (var at = 0; at < scope.Columns.Count; at++)
        {
            _words[scope.FirstColumn + at] = Known(scope.Columns[at].Words);
            _tags[scope.FirstColumn + at] = [.. TagsOf(scope.Columns[at]).Select(tag => (int)tag)];
        }
    }

    private static IEnumerable<InputTag> TagsOf(IndexedColumn column)
    {
        yield return InputTag.Column;
        yield return column.Definition.Kind switch
        {
            ColumnKind.Integer => InputTag.Integer,
            ColumnKind.Decimal or ColumnKind.Float => InputTag.Fraction,
            ColumnKind.Text => InputTag.Text,
            ColumnKind.Boolean => InputTag.Boolean,
            ColumnKind.Date => InputTag.Date,
            ColumnKind.Timestamp or ColumnKind.TimestampTz => InputTag.Time,
            _ => InputTag.OtherType,
        };
        if (column.IsPrimaryKey)
        {
            yield return InputTag.PrimaryKey;
        }

        if (column.IsForeignKey)
        {
            yield return InputTag.ForeignKey;
        }

        if (column.IsIdentifier)
        {
            yield return InputTag.Identifier;
        }

        if (column.IsYear)
        {
            yield return InputTag.Year;
        }

        if (column == column.Table.Label)
        {
            yield return InputTag.Label;
        }

        if (column.IsText)
        {
            yield return column.Definition.Values is { Count: <= 12 } ? InputTag.FewValues : InputTag.NoValues;
        }
    }

    private void WriteValues()
    {
        for (var at = 0; at < scope.Values.Count; at++)
        {
            var value = scope.Values[at];
            var words = Tokenizer.Normalise(value.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _words[scope.FirstValue + at] = Known([.. words.Take(MaxValueWords)]);
            _tags[scope.FirstValue + at] = [.. TagsOf(value, words.Length).Select(tag => (int)tag)];
        }
    }

    private static IEnumerable<InputTag> TagsOf(PlanValue value, int words)
    {
        yield return value.Kind switch
        {
            PlanValueKind.Number => InputTag.ValueNumber,
            PlanValueKind.Quoted => InputTag.ValueQuoted,
            PlanValueKind.Stored => InputTag.ValueStored,
            PlanValueKind.Near => InputTag.ValueNear,
            PlanValueKind.Unknown => InputTag.ValueUnknown,
            _ => InputTag.ValueUnsaid,
        };
        if (value.Number is { } number)
        {
            if (number == decimal.Truncate(number))
            {
                yield return InputTag.ValueInteger;
            }

            if (number is >= 0 and <= 10)
            {
                yield return InputTag.ValueSmall;
            }

            if (number is >= 1800 and <= 2100)
            {
                yield return InputTag.ValueYear;
            }
        }

        if (words > 1)
        {
            yield return InputTag.ValueManyWords;
        }
    }

    private void RelateWords()
    {
        for (var from = 0; from < tokens.Count; from++)
        {
            for (var to = 0; to < tokens.Count; to++)
            {
                Set(from, to, (LinkRelation)((int)LinkRelation.WordSelf + Math.Clamp(to - from, -4, 4)));
            }

            Fill(from, scope.FirstTable, scope.FirstColumn, LinkRelation.WordTable, LinkRelation.TableWord);
            Fill(from, scope.FirstColumn, scope.FirstValue, LinkRelation.WordColumn, LinkRelation.ColumnWord);
            Fill(from, scope.FirstValue, _positions, LinkRelation.WordValue, LinkRelation.ValueWord);
        }
    }

    private void Fill(int from, int first, int end, LinkRelation there, LinkRelation back)
    {
        for (var to = first; to < end; to++)
        {
            Set(from, to, there);
            Set(to, from, back);
        }
    }

    private void RelateSchema()
    {
        for (var table = 0; table < scope.Tables.Count; table++)
        {
            for (var other = 0; other < scope.Tables.Count; other++)
            {
                Set(scope.FirstTable + table, scope.FirstTable + other, Between(scope.Tables[table], scope.Tables[other]));
            }

            for (var column = 0; column < scope.Columns.Count; column++)
            {
                var (owner, of) = (scope.Tables[table], scope.Columns[column]);
                var isOwn = of.Table == owner;
                Set(scope.FirstTable + table, scope.FirstColumn + column, !isOwn ? LinkRelation.TableColumn : of.IsPrimaryKey ? LinkRelation.TableKey : LinkRelation.TableOwns);
                Set(scope.FirstColumn + column, scope.FirstTable + table, !isOwn ? LinkRelation.ColumnTable : of.IsPrimaryKey ? LinkRelation.ColumnKeyOf : LinkRelation.ColumnOf);
            }
        }

        for (var column = 0; column < scope.Columns.Count; column++)
        {
            for (var other = 0; other < scope.Columns.Count; other++)
            {
                Set(scope.FirstColumn + column, scope.FirstColumn + other, Between(scope.Columns[column], scope.Columns[other]));
            }
        }
    }

    private LinkRelation Between(IndexedTable table, IndexedTable other)
    {
        if (table == other)
        {
            return LinkRelation.TableSelf;
        }

        return index.Joins.Between(table, other).FirstOrDefault() is not { } edge ? LinkRelation.TableTable
            : PointsFrom(edge) ? LinkRelation.TableReferences : LinkRelation.TableReferenced;
    }

    private LinkRelation Between(IndexedColumn column, IndexedColumn other)
    {
        if (column == other)
        {
            return LinkRelation.ColumnSelf;
        }

        if (column.Table == other.Table)
        {
            return LinkRelation.ColumnBeside;
        }

        var edge = index.Joins.Between(column.Table, other.Table).FirstOrDefault(edge => edge.From == column && edge.To == other);
        return edge is not null ? PointsFrom(edge) ? LinkRelation.ColumnReferences : LinkRelation.ColumnReferenced
            : column.Words.SequenceEqual(other.Words) ? LinkRelation.ColumnNamesake : LinkRelation.ColumnColumn;
    }

    private static bool PointsFrom(JoinEdge edge) => edge.From.IsForeignKey && (!edge.To.IsForeignKey || edge.To.IsPrimaryKey);

    private void RelateNames()
    {
        foreach (var span in names)
        {
            var degree = span.Score >= ExactlyNamed ? 2 : span.Score >= WellNamed ? 1 : 0;
            var symbol = span.Table is { } table ? scope.Symbol(table) : scope.Symbol(span.Column!);
            if (symbol is not { } pointer)
            {
                continue;
            }

            var item = pointer - (int)PlanSymbol.Count;
            var (there, back) = span.Table is not null
                ? (LinkRelation.WordNamesTable, LinkRelation.TableNamedBy) : (LinkRelation.WordNamesColumn, LinkRelation.ColumnNamedBy);
            for (var word = span.Start; word < span.Start + span.Count; word++)
            {
                if (!FunctionWords.Contains(tokens[word].Lower))
                {
                    Raise(word, item, (LinkRelation)((int)there + degree));
                    Raise(item, word, (LinkRelation)((int)back + degree));
                }
            }
        }
    }

    /// <summary>Stronger relations come later in the list.</summary>
    private void Raise(int from, int to, LinkRelation relation)
    {
        if (_relations[from * _positions + to] < (byte)relation)
        {
            Set(from, to, relation);
        }
    }

    private void RelateValues()
    {
        for (var at = 0; at < scope.Values.Count; at++)
        {
            var value = scope.Values[at];
            var position = scope.FirstValue + at;
            for (var other = 0; other < scope.Values.Count; other++)
            {
                Set(position, scope.FirstValue + other, other == at ? LinkRelation.ValueSelf : LinkRelation.ValueValue);
            }

            Fill(position, scope.FirstTable, scope.FirstColumn, LinkRelation.ValueTable, LinkRelation.TableValue);
            for (var column = 0; column < scope.Columns.Count; column++)
            {
                RelateValue(value, position, scope.Columns[column], scope.FirstColumn + column);
            }

            for (var word = value.Start; word >= 0 && word < value.Start + value.Count; word++)
            {
                Set(word, position, LinkRelation.WordInValue);
                Set(position, word, LinkRelation.ValueHasWord);
            }
        }
    }

    private void RelateValue(PlanValue value, int position, IndexedColumn column, int columnPosition)
    {
        var (there, back) = (LinkRelation.ValueColumn, LinkRelation.ColumnValue);
        if (value.IsOf(column))
        {
            (there, back) = value.Kind is PlanValueKind.Near or PlanValueKind.Unknown
                ? (LinkRelation.ValueNearIn, LinkRelation.ColumnNearlyStores) : (LinkRelation.ValueStoredIn, LinkRelation.ColumnStores);
            var table = scope.FirstTable + scope.Tables.Index().First(pair => pair.Item == column.Table).Index;
            Set(position, table, LinkRelation.ValueInTable);
            Set(table, position, LinkRelation.TableHoldsValue);
            for (var word = value.Start; word >= 0 && word < value.Start + value.Count; word++)
            {
                Set(word, columnPosition, LinkRelation.WordOfStoredValue);
                Set(columnPosition, word, LinkRelation.ColumnStoresWord);
            }
        }
        else if (value.Number is not null == column.IsNumeric || (value.Number is not null && column.IsTemporal))
        {
            (there, back) = (LinkRelation.ValueComparable, LinkRelation.ColumnComparable);
        }

        Set(position, columnPosition, there);
        Set(columnPosition, position, back);
    }

    /// <summary>Between the question's words and those of names.</summary>
    private void Compare()
    {
        for (var word = 0; word < tokens.Count; word++)
        {
            if (_words[word].Length == 0 || FunctionWords.Contains(tokens[word].Lower) || tokens[word].Kind is TokenKind.Quoted)
            {
                continue;
            }

            for (var item = scope.FirstTable; item < scope.FirstValue; item++)
            {
                var most = 0.0;
                foreach (var other in _words[item])
                {
                    most = Math.Max(most, vectors.Cosine(_words[word][0], other));
                }

                var scaled = (byte)Math.Round(255 * Math.Clamp((most - LeastSimilar) / (1 - LeastSimilar), 0, 1));
                _similarities[word * _positions + item] = scaled;
                _similarities[item * _positions + word] = scaled;
            }
        }
    }

    private void AddHints()
    {
        for (var position = 0; position < _positions; position++)
        {
            _tags[position] = [.. _tags[position], .. hints.Of(position).Select(tag => (int)tag)];
        }
    }

    private void Set(int from, int to, LinkRelation relation) => _relations[from * _positions + to] = (byte)relation;
}
