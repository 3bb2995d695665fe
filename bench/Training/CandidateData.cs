using System.Text.Json;
using Bench.Accuracy;
using FunctionsPlatform.Sql;
using FunctionsPlatform.Translation.Embedded;
using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Linking;
using FunctionsPlatform.Translation.Embedded.Network;
using FunctionsPlatform.Translation.Embedded.Parsing;
using FunctionsPlatform.Translation.Embedded.Ranking;
using FunctionsPlatform.Translation.Embedded.Reading;
using FunctionsPlatform.Translation.Embedded.Rendering;

namespace Bench.Training;

/// <summary>
/// Writes what the ranking learns from: the candidates of each question of the train split, their features, and whether they return the known rows. Some questions are
/// asked of another database too, which cannot answer them: there no candidate is right.
/// </summary>
/// <remarks>Arguments: the file to write, the data set's folder, a network's weights, and a file that names the databases that it did not learn from.</remarks>
internal static class CandidateData
{
    /// <summary>One question in so many is asked of another database.</summary>
    private const int Strayed = 3;

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var (target, source) = (arguments[0], arguments[1]);
        await using var weights = File.OpenRead(arguments[2]);
        var network = ParserNetwork.Load(weights, ParserModel.Vectors);
        var unseen = (await File.ReadAllLinesAsync(arguments[3])).ToHashSet(StringComparer.Ordinal);
        await using var writer = new StreamWriter(target);
        var groups = GoldQuestion.Load(source).Where(question => question.Split == "train" && unseen.Contains(question.Database)).GroupBy(question => question.Database).ToList();
        foreach (var (at, group) in groups.Index())
        {
            var schema = SchemaIndex.Of(await SqliteDatabase.DiscoverAsync(Path.Combine(source, "database"), group.Key + ".sqlite"));
            using var database = new SqliteDatabase(Path.Combine(source, "database", group.Key + ".sqlite"));
            foreach (var question in group)
            {
                var known = question.Gold.Select(sql => (Rows: database.Run(sql), IsOrdered: TranslatorAccuracy.IsOrdered(sql))).ToList();
                foreach (var (wording, text) in question.Wordings)
                {
                    await WriteAsync(question, wording, Find(network, schema, text, question).Select(candidate =>
                    {
                        var rows = database.Run(new SqlRenderer(SqlDialect.Sqlite, null).Render(candidate.Candidate.Query));
                        return new Judged(candidate.Features, rows is not null && known.Any(gold => gold.Rows is not null && RowComparison.Same(gold.Rows, rows, gold.IsOrdered)));
                    }));
                }
            }

            foreach (var stray in groups[(at + 1) % groups.Count].Where((_, number) => number % Strayed == 0))
            {
                await WriteAsync(stray, "stray", Find(network, schema, stray.Wordings.First().Text, stray).Select(candidate => new Judged(candidate.Features, false)));
            }
        }

        await output.WriteLineAsync($"{unseen.Count} databases written to {target}");

        Task WriteAsync(GoldQuestion question, string wording, IEnumerable<Judged> found) =>
            writer.WriteLineAsync(JsonSerializer.Serialize(new { question.Id, wording, found }, JsonSerializerOptions.Web));
    }

    private static IReadOnlyList<(Candidate Candidate, double[] Features)> Find(ParserNetwork network, SchemaIndex schema, string text, GoldQuestion question)
    {
        var tokens = ParserModel.Words(text, schema);
        var mentions = new Linker(schema, TranslatorAccuracy.ClockOf(question), CancellationToken.None).Link(tokens);
        var ruled = RuledQuery.Of(schema, tokens, mentions, TimeSpan.Zero).Succeeded(out var understood, out _) ? understood : null;
        var view = QuestionView.Of(schema, tokens, ParserModel.Vectors, ruled?.Query);
        double? confidence = ruled is null ? null : Understanding.Confidence(ruled.Reading, ruled.Mentions);
        var said = tokens.Select(token => Lemmas.Stem(token.Lemma)).ToHashSet();
        return CandidateSource.Of(network, schema, view, ruled?.Query, confidence, said, CancellationToken.None);
    }

    private sealed record Judged(double[] Features, bool Right);
}
