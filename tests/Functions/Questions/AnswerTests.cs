using FunctionsPlatform.Connectors;
using FunctionsPlatform.Questions;

namespace FunctionsPlatform.Tests.Questions;

public sealed class AnswerTests
{
    [Fact]
    public async Task A_kept_answer_comes_back_with_every_kind_of_value()
    {
        var columns = new ResultColumn[]
        {
            new("text", ColumnKind.Text), new("integer", ColumnKind.Integer), new("large", ColumnKind.Integer), new("decimal", ColumnKind.Decimal),
            new("float", ColumnKind.Float), new("boolean", ColumnKind.Boolean), new("date", ColumnKind.Date), new("time", ColumnKind.Time),
            new("span", ColumnKind.Time), new("timestamp", ColumnKind.Timestamp), new("instant", ColumnKind.TimestampTz), new("uuid", ColumnKind.Uuid),
            new("bytes", ColumnKind.Binary), new("nan", ColumnKind.Float), new("huge", ColumnKind.Decimal), new("null", ColumnKind.Text),
        };
        object?[] row =
        [
            "Zürich \"😀\"", -5L, 9_223_372_036_854_775_808m, 12.50m, 0.1, true, new DateOnly(2026, 2, 28), new TimeOnly(23, 59, 58, 123, 456), TimeSpan.FromHours(30),
            new DateTime(2026, 1, 2, 3, 4, 5).AddTicks(1230), new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
            Guid.Parse("729cb7a4-4b06-449e-a3c9-df40f5e570b8"), new byte[] { 1, 2, 255 }, double.NaN, "123456789012345678901234567890123456789.5", null,
        ];
        var answer = await ReadAsync(columns, [row]);

        var stored = await AnswerJson.WriteAsync(answer, CancellationToken.None);
        var read = await AnswerJson.ReadAsync(stored.ToStream(), CancellationToken.None);

        Assert.Equal(columns, read.Frame.Columns);
        Assert.Equal(row, read.Frame.Rows[0]);
        Assert.Equal((answer.Frame.TotalRows, answer.Frame.IsTruncated, answer.Summary, answer.Chart), (read.Frame.TotalRows, read.Frame.IsTruncated, read.Summary, read.Chart));
        Assert.Equal(answer.Statistics.Select(column => column.Temporal), read.Statistics.Select(column => column.Temporal));
    }

    [Fact]
    public void Columns_of_one_name_are_told_apart()
    {
        var names = ResultFrame.WithUniqueNames([new("count", ColumnKind.Text), new("count", ColumnKind.Text), new("count_2", ColumnKind.Text), new("count", ColumnKind.Text)])
            .Select(column => column.Name);

        Assert.Equal(["count", "count_3", "count_2", "count_4"], names);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", null, "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.1200+02:00", null, "2026-01-02T01:04:05.12Z")]
    [InlineData("2025-10-24T09:03:05.196568Z", "Europe/Warsaw", "2025-10-24T11:03:05.196568+02:00")]
    [InlineData("2025-11-04T12:05:01.146Z", "Europe/Warsaw", "2025-11-04T13:05:01.146+01:00")]
    public void Instants_are_written_in_the_zone_asked_for(string instant, string? zone, string expected) =>
        Assert.Equal(expected, Cell.ToText(DateTimeOffset.Parse(instant), zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public async Task Csv_quotes_what_needs_it_and_tells_null_from_empty()
    {
        var answer = await ReadAsync(
            [new("name", ColumnKind.Text), new("note, with comma", ColumnKind.Text), new("n", ColumnKind.Integer)],
            [["plain", "say \"hi\"", 1L], ["two\nlines", "", null], [null, "a,b", -2L]]);

        Assert.Equal("name,\"note, with comma\",n\r\nplain,\"say \"\"hi\"\"\",1\r\n\"two\nlines\",\"\",\r\n,\"a,b\",-2\r\n", CsvFormat.Write(answer.Frame));
    }

    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+41 44", "'+41 44")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("a=b", "a=b")]
    public async Task Csv_keeps_text_from_running_as_a_formula(string text, string expected)
    {
        var answer = await ReadAsync([new("t", ColumnKind.Text)], [[text]]);

        Assert.Equal($"t\r\n{expected}\r\n", CsvFormat.Write(answer.Frame));
    }

    [Fact]
    public async Task The_summary_says_what_the_result_is()
    {
        Assert.Equal("No rows match.", (await ReadAsync([new("a", ColumnKind.Text)], [])).Summary);
        Assert.Equal("count is 1,142.", (await ReadAsync([new("count", ColumnKind.Integer)], [[1142L]])).Summary);
        Assert.Equal(
            "3 rows. Spain has the highest orders (120), then France.",
            (await ReadAsync([new("country", ColumnKind.Text), new("orders", ColumnKind.Integer)], [["Spain", 120L], ["France", 90L], ["Italy", 90L]])).Summary);
        Assert.Equal(
            "2 rows of id and name. id goes from 1 to 2, 1.5 on average.",
            (await ReadAsync([new("id", ColumnKind.Integer), new("name", ColumnKind.Text)], [[1L, "x"], [2L, null]])).Summary);
    }

    [Fact]
    public async Task The_chart_follows_the_shape()
    {
        ResultColumn number = new("n", ColumnKind.Integer), text = new("t", ColumnKind.Text), day = new("d", ColumnKind.Date);

        Assert.Equal(ChartHint.Metric, (await ReadAsync([number], [[1L]])).Chart);
        Assert.Equal(ChartHint.Bar, (await ReadAsync([text, number], [["a", 1L], ["b", 2L]])).Chart);
        Assert.Equal(ChartHint.Line, (await ReadAsync([day, number], [[new DateOnly(2026, 1, 1), 1L], [new DateOnly(2026, 1, 2), 2L]])).Chart);
        Assert.Equal(ChartHint.Table, (await ReadAsync([text, text with { Name = "u" }], [["a", "b"], ["c", "d"]])).Chart);
    }

    [Theory]
    [InlineData("How many  users?", "how many users")]
    [InlineData("HOW MANY USERS", "how many users")]
    [InlineData(" How many\tusers ?! ", "how many users")]
    public void Questions_count_as_the_same_whatever_their_case_and_spacing(string text, string expected) => Assert.Equal(expected, Question.Normalize(text));

    [Theory]
    [InlineData(QuestionState.InProgress, null, 30, QuestionState.Failed)]
    [InlineData(QuestionState.InProgress, null, 1, QuestionState.InProgress)]
    [InlineData(QuestionState.InProgress, 13, 30, QuestionState.InProgress)]
    [InlineData(QuestionState.Completed, null, 30, QuestionState.Completed)]
    public void A_question_that_its_process_left_behind_is_seen_as_failed(QuestionState state, int? dataWorkspace, int minutes, QuestionState expected)
    {
        var asked = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var question = new Question(Guid.Empty, default, Guid.Empty, "?", asked) { State = state, DataWorkspace = dataWorkspace };

        Assert.Equal(expected, question.SeenAt(asked.AddMinutes(minutes), TimeSpan.FromMinutes(5)).State);
    }

    [Theory]
    [InlineData(ColumnKind.Timestamp)]
    [InlineData(ColumnKind.TimestampTz)]
    [InlineData(ColumnKind.Date)]
    [InlineData(ColumnKind.Time)]
    [InlineData(ColumnKind.Float)]
    [InlineData(ColumnKind.Integer)]
    [InlineData(ColumnKind.Decimal)]
    [InlineData(ColumnKind.Boolean)]
    [InlineData(ColumnKind.Uuid)]
    [InlineData(ColumnKind.Binary)]
    public async Task Values_that_are_not_of_the_columns_kind_are_kept_as_they_are(ColumnKind kind)
    {
        object usual = kind switch
        {
            ColumnKind.Timestamp => new DateTime(2026, 1, 2, 3, 4, 5),
            ColumnKind.TimestampTz => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ColumnKind.Date => new DateOnly(2026, 1, 2),
            ColumnKind.Time => new TimeOnly(3, 4, 5),
            ColumnKind.Float => 1.5,
            ColumnKind.Integer => 1L,
            ColumnKind.Decimal => 1.5m,
            ColumnKind.Boolean => true,
            ColumnKind.Uuid => Guid.Parse("729cb7a4-4b06-449e-a3c9-df40f5e570b8"),
            _ => new byte[] { 1, 2 },
        };
        object?[][] rows = [["a", usual], ["b", "0000-00-00"], ["c", null], ["d", "n/a"], ["e", usual]];
        var answer = await ReadAsync([new("name", ColumnKind.Text), new("value", kind)], rows);

        var read = await AnswerJson.ReadAsync((await AnswerJson.WriteAsync(answer, CancellationToken.None)).ToStream(), CancellationToken.None);

        Assert.Equal(rows, read.Frame.Rows);
        var statistics = read.Statistics[1];
        Assert.Equal((5, 1), (statistics.Count, statistics.NullCount));
        if (statistics.Temporal is { } temporal)
            Assert.Equal((Cell.ToText(usual), Cell.ToText(usual)), (temporal.Min, temporal.Max));
    }

    [Fact]
    public async Task Bytes_in_a_column_of_numbers_do_no_harm() =>
        Assert.Equal(2, (await ReadAsync([new("name", ColumnKind.Text), new("n", ColumnKind.Integer)], [["a", new byte[] { 1 }], ["b", 2L]])).Frame.TotalRows);

    private static Task<Answer> ReadAsync(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows) =>
        AnswerReader.ReadAsync(new ListReader(columns, rows), 1_000, long.MaxValue, CancellationToken.None);
}
