using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Tests.Translation.Embedded;

public sealed class KeyChoiceTests
{
    private static readonly SchemaCatalog League = new(
        null,
        [
            Shop.Table("matches", [Key("home_team_id", "teams", "team_id"), Key("away_team_id", "teams", "team_id")],
                Shop.Key("match_id"), Shop.Of("home_team_id", ColumnKind.Integer), Shop.Of("away_team_id", ColumnKind.Integer), Shop.Of("attendance", ColumnKind.Integer)),
            Shop.Table("teams", [], Shop.Key("team_id"), Shop.Text("team_name", "Falcons", "Herons")),
            Shop.Table("tickets", [Key("reseller_member_id", "members", "member_id"), Key("member_id", "members", "member_id")],
                Shop.Key("ticket_id"), Shop.Of("reseller_member_id", ColumnKind.Integer), Shop.Of("member_id", ColumnKind.Integer)),
            Shop.Table("members", [], Shop.Key("member_id"), Shop.Text("member_name", "Pat Doe")),
        ],
        DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("How many matches have the home team Falcons?", "matches.home_team_id = teams.team_id")]
    [InlineData("How many matches have the away team Falcons?", "matches.away_team_id = teams.team_id")]
    [InlineData("number of tickets per member", "tickets.member_id = members.member_id")]
    [InlineData("number of tickets per reseller member", "tickets.reseller_member_id = members.member_id")]
    public async Task The_question_or_the_plainer_name_says_which_key(string question, string join)
    {
        var sql = await Ask.SqlAsync(question, schema: League);

        Assert.Contains($"ON {join}", sql.Replace("members.member_id = tickets.member_id", "tickets.member_id = members.member_id", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(" AND ", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How many matches did the Falcons play?")]
    [InlineData("teams without matches")]
    [InlineData("total attendance per team")]
    public async Task Where_nothing_says_which_key_the_question_is_refused(string question)
    {
        var answer = await Ask.SqlAsync(question, schema: League);

        Assert.StartsWith("refused", answer, StringComparison.Ordinal);
        Assert.Contains("home_team_id or by away_team_id", answer, StringComparison.Ordinal);
    }

    private static ForeignKey Key(string column, string table, string referenced) => new([column], null, table, [referenced]);
}
