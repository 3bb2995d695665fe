using System.Text.RegularExpressions;

namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>The English words in a name such as <c>custNo</c>, <c>order_items</c> or <c>birthdate</c>.</summary>
internal static partial class IdentifierWords
{
    private static readonly Dictionary<string, string[]> Abbreviations = new(StringComparer.Ordinal)
    {
        ["num"] = ["number"], ["no"] = ["number"], ["nbr"] = ["number"], ["nr"] = ["number"], ["qty"] = ["quantity"], ["amt"] = ["amount"],
        ["dept"] = ["department"], ["emp"] = ["employee"], ["stu"] = ["student"], ["cust"] = ["customer"], ["addr"] = ["address"],
        ["desc"] = ["description"], ["tel"] = ["telephone"], ["ph"] = ["phone"], ["dob"] = ["date", "birth"], ["fname"] = ["first", "name"],
        ["lname"] = ["last", "name"], ["firstname"] = ["first", "name"], ["lastname"] = ["last", "name"], ["yr"] = ["year"], ["avg"] = ["average"],
        ["min"] = ["minimum"], ["max"] = ["maximum"], ["pct"] = ["percent"], ["loc"] = ["location"], ["dest"] = ["destination"],
        ["src"] = ["source"], ["prof"] = ["professor"], ["cred"] = ["credit"], ["tot"] = ["total"], ["bal"] = ["balance"], ["acc"] = ["account"],
        ["acct"] = ["account"], ["hr"] = ["hour"], ["hrs"] = ["hour"], ["ts"] = ["time"], ["lat"] = ["latitude"], ["long"] = ["longitude"],
        ["lng"] = ["longitude"], ["ref"] = [], ["uid"] = ["user", "id"], ["prod"] = ["product"], ["mgr"] = ["manager"], ["sal"] = ["salary"],
        ["temp"] = ["temperature"], ["rm"] = ["room"], ["bldg"] = ["building"], ["sec"] = ["section"], ["mod"] = ["model"], ["pop"] = ["population"],
        ["org"] = ["organization"], ["info"] = ["information"], ["pos"] = ["position"], ["lang"] = ["language"], ["gen"] = ["general"], ["spec"] = ["specification"],
        ["att"] = ["attribute"], ["attr"] = ["attribute"], ["decor"] = ["decor"], ["cty"] = ["city"], ["ctry"] = ["country"], ["pwd"] = ["password"],
        ["ssn"] = ["social", "security", "number"], ["enr"] = ["enrollment"], ["ins"] = ["insurance"], ["proc"] = ["procedure"], ["req"] = ["request"],
        ["advr"] = ["advisor"], ["hist"] = ["history"], ["doc"] = ["document"], ["docs"] = ["document"], ["usr"] = ["user"], ["forename"] = ["first", "name"], ["surname"] = ["last", "name"], ["apt"] = ["apartment"], ["dst"] = ["destination"], ["apid"] = ["airport", "id"], ["img"] = ["image"], ["msg"] = ["message"], ["pid"] = ["person", "id"], ["cat"] = ["category"],
    };

    /// <summary>Words that glued names are cut at: <c>birthdate</c>, <c>stuid</c>.</summary>
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "id", "name", "date", "code", "type", "year", "number", "num", "time", "title", "rating", "birth", "country", "city", "state", "age", "day",
        "price", "max", "min", "phone", "address", "first", "last", "middle", "home", "zip", "model", "count", "total", "status", "start", "end",
        "stu", "dept", "cust", "emp", "user", "player", "team", "game", "school", "college", "student", "album", "track", "song", "artist", "genre",
        "movie", "film", "airline", "airport", "flight", "course", "class", "dorm", "club", "location", "building", "continent", "company", "order",
        "product", "item", "line", "text", "key", "value", "rank", "points", "post", "job", "mail", "member", "owner", "department", "employee", "hire", "release", "media", "grade", "language", "allergy",
        "on", "of", "in", "author", "paper", "inst", "open", "close", "car", "horse", "power", "maker", "fac", "party", "customer", "invoice", "account", "balance", "district", "info", "sports", "game", "games", "hours", "per", "week", "played", "title", "occupancy",
    };

    public static IReadOnlyList<string> Of(string identifier)
    {
        var words = new List<string>();
        foreach (Match match in WordPattern().Matches(identifier))
        {
            Add(match.Value.ToLowerInvariant(), words);
        }

        if (words is [.., "l" or "f", "name"])
        {
            words[^2] = words[^2] == "l" ? "last" : "first";
        }

        return words.Count > 0 ? words : [identifier.ToLowerInvariant()];
    }

    private static void Add(string word, List<string> words)
    {
        if (Abbreviations.TryGetValue(word, out var meaning))
        {
            words.AddRange(meaning);
            return;
        }

        if (!Parts.Contains(word) && !Parts.Contains(Lemmas.Of(word)) && Cut(word) is { } parts)
        {
            foreach (var part in parts)
            {
                words.AddRange(Abbreviations.TryGetValue(part, out var expanded) ? expanded : [Lemmas.Of(part)]);
            }

            return;
        }

        words.Add(Lemmas.Of(word));
    }

    /// <summary>A cut into two or three known parts, or null.</summary>
    private static string[]? Cut(string word)
    {
        for (var at = word.Length - 2; at >= 2; at--)
        {
            var (head, tail) = (word[..at], word[at..]);
            if (!Parts.Contains(tail))
            {
                continue;
            }

            if (Parts.Contains(head))
            {
                return [head, tail];
            }

            if (head.Length > 4 && Cut(head) is { } heads)
            {
                return [.. heads, tail];
            }
        }

        return null;
    }

    [GeneratedRegex("""[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[\p{L}-[A-Za-z]]+""", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();
}
