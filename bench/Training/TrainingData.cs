using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Bench.Accuracy;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Plans;
using FunctionsPlatform.Translation.Embedded.Reading;
using FunctionsPlatform.Translation.Embedded.Rendering;

namespace Bench.Training;

/// <summary>Writes what the network is trained on: each question as the network will see it, and the plan of its known SQL.</summary>
/// <remarks>Arguments: the folder to write to, the data set's folder; <c>--misses FILE</c> tells which known SQL no plan says.</remarks>
internal static class TrainingData
{
    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var target = Directory.CreateDirectory(arguments[0]).FullName;
        var source = arguments.Length > 1 && Directory.Exists(arguments[1]) ? arguments[1] : Path.Combine("..", "shared", "nl2sql");
        var vectors = ParserModel.Vectors;
        var misses = new List<string>();
        var (all, said, same) = (0, 0, 0);
        await using (var file = File.Create(Path.Combine(target, "examples.jsonl.gz")))
        await using (var packed = new GZipStream(file, CompressionLevel.Optimal))
        await using (var writer = new StreamWriter(packed))
        {
            foreach (var group in GoldQuestion.Load(source).GroupBy(question => question.Database))
            {
                var schema = SchemaIndex.Of(await SqliteDatabase.DiscoverAsync(Path.Combine(source, "database"), group.Key + ".sqlite"));
                using var database = new SqliteDatabase(Path.Combine(source, "database", group.Key + ".sqlite"));
                foreach (var question in group)
                {
                    foreach (var (wording, text) in question.Wordings)
                    {
                        var tokens = ParserModel.Words(text, schema);
                        var ruled = RuledQuery.Of(schema, tokens, new Linker(schema, TranslatorAccuracy.ClockOf(question), CancellationToken.None).Link(tokens), TimeSpan.Zero);
                        var view = QuestionView.Of(schema, tokens, vectors, ruled.Succeeded(out var found, out _) ? found.Query : null);
                        var (plan, reason) = PlanOf(question, schema, view);
                        if (question.Split == "train")
                        {
                            all++;
                            said += plan is null ? 0 : 1;
                            var isSame = plan is not null && IsSame(database, schema, view, plan, question);
                            same += isSame ? 1 : 0;
                            if (!isSame)
                            {
                                misses.Add($"{question.Id}\t{wording}\t{reason ?? "other rows"}\t{text}\t{question.Sql}\t{(plan is null ? "" : Sql(schema, view, plan))}");
                            }
                        }

                        await writer.WriteLineAsync(JsonSerializer.Serialize(new
                        {
                            id = question.Id, db = question.Database, split = question.Split, wording,
                            counts = new[] { view.Input.Questions, view.Input.Tables, view.Input.Columns, view.Input.Values },
                            words = view.Input.Words, tags = view.Input.Tags,
                            relations = Convert.ToBase64String(view.Input.Relations), similarities = Convert.ToBase64String(view.Input.Similarities),
                            target = plan,
                        }));
                    }
                }
            }
        }

        await WriteVectorsAsync(target, vectors);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"train: {all} wordings, {100.0 * said / all:F1}% have a plan, {100.0 * same / all:F1}% one that returns the known rows"));
        if (Array.IndexOf(arguments, "--misses") is >= 0 and var at)
        {
            await File.WriteAllLinesAsync(arguments[at + 1], misses);
        }
    }

    private static (IReadOnlyList<int>? Plan, string? Reason) PlanOf(GoldQuestion question, SchemaIndex schema, QuestionView view)
    {
        string? reason = null;
        foreach (var sql in question.Gold)
        {
            if (GoldSql.Parse(sql, schema, out var why) is not { } query)
            {
                reason ??= why;
                continue;
            }

            if (new PlanWriter(view.Scope, schema.Joins).Write(query) is { } plan)
            {
                return (plan, null);
            }

            reason ??= "no plan";
        }

        return (null, reason);
    }

    private static string? Sql(SchemaIndex schema, QuestionView view, IReadOnlyList<int> plan) =>
        new PlanReader(view.Scope, schema.Joins, new HashSet<string>()).Read(plan) is { } query ? new SqlRenderer(SqlDialect.Sqlite, null).Render(query) : null;

    private static bool IsSame(SqliteDatabase database, SchemaIndex schema, QuestionView view, IReadOnlyList<int> plan, GoldQuestion question) =>
        Sql(schema, view, plan) is { } sql && database.Run(sql) is { } rows
        && question.Gold.Any(gold => database.Run(gold) is { } known && RowComparison.Same(known, rows, ordered: false));

    private static async Task WriteVectorsAsync(string target, WordVectors vectors)
    {
        await using (var file = File.Create(Path.Combine(target, "vectors.f16")))
        {
            var row = new float[vectors.Width];
            for (var id = 0; id < vectors.Count; id++)
            {
                Array.Clear(row);
                vectors.AddTo(row, id, 1);
                file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>(row.Select(value => (Half)value).ToArray()));
            }
        }

        await File.WriteAllTextAsync(Path.Combine(target, "meta.json"), JsonSerializer.Serialize(new
        {
            relations = (int)LinkRelation.Count, tags = (int)InputTag.Count + CueWords.Count, @fixed = (int)PlanSymbol.Count, words = vectors.Count, word_width = vectors.Width,
            weaker = LinkRelations.Weakest, hints = new[] { (int)InputTag.HintShown, (int)InputTag.Count },
            fixed_names = Enum.GetNames<PlanSymbol>().SkipLast(1),
        }));
    }
}
