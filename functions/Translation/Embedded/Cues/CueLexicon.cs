using FunctionsPlatform.Translation.Embedded.Language;
using FunctionsPlatform.Translation.Embedded.Query;

namespace FunctionsPlatform.Translation.Embedded.Cues;

/// <summary>The phrases of English that ask for operations, longest first.</summary>
internal static class CueLexicon
{
    private static readonly Dictionary<string, Cue> Phrases = new(StringComparer.Ordinal);

    static CueLexicon()
    {
        Say(new LeadCue(), """
            find|list|show|show me|give|give me|return|display|tell me|provide|report|retrieve|fetch|get|please|what are|what is|
            what's|what were|what was|list out|find out|please show|please list|show all
            """);
        Say(new WhichCue(), "which|what");
        Say(new CountCue(IsQuestion: true), """
            how many|how many kinds of|how many different kinds of|how many different types of|how many sorts of|
            what is the number of|count the number of|count|find the number of|what is the total number of|find the total number of
            """);
        Say(new CountCue(), """
            number of|the number of|total number of|the total number of|count of|the count of|amount of|numbers of|total count of|
            total amount of|how many times
            """);
        Say(new AggregateCue(AggregateFunction.Average), "average|mean|avg|average of|on average");
        Say(new AggregateCue(AggregateFunction.Sum), "total|sum|sum of|the sum of|combined|overall|total sum of|summed|in total|how much");
        Say(new AggregateCue(AggregateFunction.Minimum), "minimum|min|minimal");
        Say(new AggregateCue(AggregateFunction.Maximum), "maximum|max|maximal");
        AddSuperlatives();
        AddComparisons();
        Say(new OrMoreCue(ComparisonOperator.GreaterOrEqual), """
            or more|or above|or higher|or greater|or older|or over|or later|or after|or longer|or larger|and above|and over|
            or better|and older|and more|and higher
            """);
        Say(new OrMoreCue(ComparisonOperator.LessOrEqual), """
            or less|or fewer|or below|or lower|or younger|or under|or earlier|or before|or shorter|or smaller|and below|and under
            """);
        Say(new BetweenCue(), "between|ranging from|in the range of|in the range|within the range of|in between");
        Say(new TextMatchCue(TextMatchKind.Contains), """
            contain|contains|containing|contained|include|includes|including|has the substring|has substring|contain the word|
            contains the word|with the substring|containing the word|contain the substring|contains the substring|substring|
            has the word|have the word|containing substring|like|have the substring|with substring|include the word|
            includes the word|including the word
            """);
        Say(new TextMatchCue(TextMatchKind.StartsWith), """
            start with|starts with|starts with the word|start with the word|starting with the word|begins with the word|
            begin with the word|starting with|begin with|begins with|beginning with|starting with the letter|starts with the letter|
            start with the letter|begin with the letter|begins with the letter|beginning with the letter|prefix|has prefix|
            have prefix|with prefix|with the prefix|has the prefix|have the prefix|starting from|starts from|start from
            """);
        Say(new TextMatchCue(TextMatchKind.EndsWith), """
            end with|ends with|ending with|ending in|end in|ends in|finish with|ends with the letter|end with the letter|suffix|
            has suffix|with suffix
            """);
        Say(new OrderCue(), """
            sorted by|ordered by|order by|sort by|ranked by|sorted in|in order of|in the order of|sort the list by|sort them by|
            order them by|arranged by|listed in|sorted according to|listed by|order the results by|sort the results by|
            sort the results|sort the results in|list the results in|order the results|order the results in|list results in|
            ordered alphabetically by|sort the result in|sort the result|list the result in|sort them in|order them in|
            sort results in|order results by|sort results by|sorted from|ordered from|listed from|rank by|sort|listed in order of|
            and sort by|rank them by|order the list by|sort in|in the ascending order of|alphabetized by|order of|in order by|
            in order from
            """);
        Say(new DirectionCue(false), """
            ascending|ascending order|increasing|increasing order|in ascending order|alphabetical|alphabetical order|
            in alphabetical order|alphabetically|lexicographic order|lexicographical order|lexicographically|
            in lexicographical order|in lexicographic order|in increasing order|from low to high|from lowest to highest|
            from youngest to oldest|from least to most|from smallest to largest|from earliest to latest|
            from the lowest to the highest|in alphabetic order|alphabetic order|from shortest to longest|from low to high|
            least to greatest|asc|from the youngest to the oldest|from oldest to newest|in ascending alphabetical order|
            ascending alphabetical order|chronological order|in chronological order|chronologically
            """);
        Say(new DirectionCue(true), """
            descending|descending order|decreasing|decreasing order|in descending order|in decreasing order|from high to low|
            from highest to lowest|from oldest to youngest|from most to least|from largest to smallest|from latest to earliest|
            from the highest to the lowest|in reverse alphabetical order|reverse alphabetical order|descending alphabetical order|
            in descending alphabetical order|from longest to shortest|desc|from the oldest to the youngest|from newest to oldest|
            in reverse order|reverse lexicographical order|in reverse lexicographical order|in reverse chronological order|
            reverse chronological order
            """);
        Say(new EachCue(), """
            for each|each|per|for every|every|in each|of each|by each|grouped by|group by|broken down by|for each of|from each|
            at each|with each|on each|of every|in every|for each different|for each distinct|per each|to each|for all different|
            for different|aggregated by|across different|by
            """);
        Say(new DistinctCue(), """
            distinct|different|unique|various|distinct values of|without repetition|without repeating|without duplicates|
            no duplicates
            """);
        Say(new NotCue(), """
            not|no|never|without|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|don't have|not have|do not have any|
            did not have any|does not have any|do not have|does not have|did not have|have no|has no|had no|have not|has not|not any|
            have never|has never|without any|without a|not have any|do not|does not|did not|are not|is not|was not|were not|cannot|
            can not|can't|other than|apart from|not in|nor|that are not|neither|never had|with no|have never been|have not been|
            has not been|has never been|have not had any|have not had|lack|lacks|excluding|lacking|is nonexistent|non
            """);
        Say(new ExceptCue(), """
            but not|but do not|but did not|but does not|but not in|except|except for|but no|but don't|but doesn't|but didn't|
            but have not|but has not|but never|but have no|but has no|but without|but are not|but is not|but were not|but was not|
            but also not|and not|and do not|and did not|and does not
            """);
        Say(new ButCue(), "but");
        Say(new BothCue(), "both|and also|in both|common to|shared by");
        Say(new NullCue(false), """
            is null|are null|null|is missing|are missing|missing|is empty|is unknown|are unknown|is not known|is not recorded|
            is not set
            """);
        Say(new NullCue(true), "is not null|are not null|not null|non null|is known|is not missing|is not empty");
        Say(new AndCue(), """
            and|,|&|along with|along with the|together with|together with the|as well as|as well as the|with their|with its|with his|
            with her|plus|and their|and its|accompanied by
            """);
        Say(new OrCue(), "or|either");
        Say(new WhereCue(true), """
            who|that|whose|whom|with|having|where|when|which|whom|if|such that|in which|for which|who have|who has|that have|
            that has|who are|who is|who were|that are|that is|that were|who had|that had|which have|which has|for whom|with a|
            with an|with the|in whose|who also have|while|he|she|they
            """);
        Say(new WhereCue(false), """
            in|from|at|on|during|under|to|into|has|have|had|does|do|did|is|are|was|were|named|called|located in|living in|made by|
            given by|through|via
            """);
        Say(new OfCue(), "of|for|of the|of all|for all|among|for the|among all|'s|of all the|belonging to");
        Say(new KindCue(["date", "time", "year"]), "when did|when was|when were|when is|what time");
        Say(new KindCue(["location", "address", "city", "place"]), "where is|where are|where was|where were|where do|where does");
        Say(new KindCue(["age"]), "how old is|how old are|how old was|how old");
        Say(new KindCue(["duration", "length"]), "how long is|how long are|how long does|how long");
        Say(new KindCue(["height"]), "how tall is|how tall are|how tall");
        Say(new KindCue(["price", "cost"]), "how much does|how much do|how much is");
        Say(new EverythingCue(), """
            all information|all the information|all details|all the details|everything|all info|all columns|all of the information|
            all information about|all the information about|all attributes|all data
            """);
        Say(new EventCue(["created", "registered", "signup", "joined", "registration", "join", "signed"]), """
            signed up|sign up|joined|registered|created|signup|signups|sign ups|join|register|were created|was created|were added|
            added
            """);
        Say(new EventCue(["ordered", "order", "purchased", "purchase", "sold", "sale", "transaction"]), """
            ordered|placed|were placed|was placed|bought|purchased|sold|came in|received
            """);
        Say(new EventCue(["login", "logged"]), "logged in|log in|signed in|sign in");
        AddPeriods();
        Say(new StopCue(), "?|.|;|!");
    }

    public const int MaxWords = 6;

    /// <summary>The longest cue that starts at a token, and how many tokens it takes.</summary>
    public static IEnumerable<(Cue Cue, int Count)> At(IReadOnlyList<Token> tokens, int start)
    {
        var phrase = "";
        for (var count = 1; count <= MaxWords && start + count <= tokens.Count; count++)
        {
            var token = tokens[start + count - 1];
            if (token.Kind is TokenKind.Quoted)
            {
                yield break;
            }

            phrase = count == 1 ? token.Lower : phrase + " " + token.Lower;
            if (Phrases.TryGetValue(phrase, out var cue))
            {
                yield return (cue, count);
            }
        }
    }

    private static void AddSuperlatives()
    {
        Superlative(true, "highest|largest|biggest|greatest|highest ranked|largest amount of|highest amount of|greatest amount of", "");
        Superlative(false, "lowest|smallest|least amount of|lowest amount of|smallest amount of", "");
        Superlative(true, "oldest|eldest", "age", "birth|born|founded|founding|opening|opened|built|open|date|year");
        Superlative(false, "youngest", "age", "birth|born|date");
        Superlative(true, "longest", "length|duration|time|distance|minutes|days");
        Superlative(false, "shortest", "height|length|duration|time|distance");
        Superlative(true, "tallest", "height|tall|floor");
        Superlative(true, "heaviest", "weight");
        Superlative(false, "lightest", "weight");
        Superlative(true, "fastest", "speed|velocity", "time|elapsed");
        Superlative(false, "slowest", "speed|velocity", "time");
        Superlative(true, "most expensive|priciest|costliest|dearest", "price|cost|fee|rent|salary|value|rate");
        Superlative(false, "cheapest|least expensive", "price|cost|fee|rent|value|rate");
        Superlative(true, "latest|most recent|newest|most recently|last|latest date of", "date|time|year|day|created|founded|built|at");
        Superlative(false, "earliest|first", "date|time|year|day|created|founded|built|at");
        Superlative(true, "richest|wealthiest", "money|wealth|salary|income|balance|worth|asset");
        Superlative(true, "best|top rated|highest rated|best rated", "rating|score|star|point|gpa|grade", "rank|ranking|position");
        Superlative(false, "worst|lowest rated", "rating|score|star|point|gpa|grade", "rank|ranking|position");
        Superlative(true, "most populous|most populated", "population");
        Superlative(true, "highest paid|best paid|highest earning", "salary|wage|earning|income");
        Superlative(true, "deepest", "depth");
        Superlative(true, "most profitable", "profit");
        Say(new MostCue(true), """
            most|the most|largest number of|highest number of|greatest number of|biggest number of|maximum number of|most number of|
            largest amount of|the largest number of|the highest number of
            """);
        Say(new MostCue(false), """
            least|fewest|smallest number of|lowest number of|fewest number of|minimum number of|least number of|
            the least|the fewest|the least number of
            """);
        Say(new CommonCue(true), """
            most common|most popular|most frequent|most frequently|most often|most commonly|most commonly used|most frequently used|
            most used|most famous|most prominent|most prevalent|most number of times|most times|the most times|
            largest number of times|most widely used
            """);
        Say(new CommonCue(false), """
            least common|least popular|least frequent|least frequently|least often|least commonly|least used|rarest|
            least commonly used|least frequently used
            """);
        Say(new TopCue(true), "top");
        Say(new TopCue(false), "bottom");
    }

    private static void AddComparisons()
    {
        Comparison(ComparisonOperator.Greater, """
            more than|greater than|higher than|larger than|bigger than|above|over|exceeding|exceeds|exceed|in excess of|>|
            better than|beyond|more|is above|is over|are above|are over|greater|higher|is more than|was more than|was above|
            surpassing|no fewer than or more than
            """, "");
        Comparison(ComparisonOperator.GreaterOrEqual, """
            at least|no less than|not less than|no fewer than|> =|minimum of|a minimum of|greater than or equal to|
            more than or equal to|not lower than|not smaller than
            """, "");
        Comparison(ComparisonOperator.Less, """
            less than|fewer than|lower than|smaller than|below|under|<|less|lower|fewer|is below|is under|are below|are under
            """, "");
        Comparison(ComparisonOperator.LessOrEqual, """
            at most|no more than|not more than|up to|< =|a maximum of|maximum of|less than or equal to|not over|not exceeding|
            no greater than|not greater than|not higher than
            """, "");
        Comparison(ComparisonOperator.Equal, "exactly|equal to|equals|is equal to|=|equal|of exactly|same as|the same as", "");
        Comparison(ComparisonOperator.NotEqual, "not equal to|is not equal to|not the same as|different from", "");
        Comparison(ComparisonOperator.Greater, "older than|older|aged over|aged above|elder than", "age", "birth|born");
        Comparison(ComparisonOperator.Less, "younger than|younger|aged under|aged below", "age", "birth|born");
        Comparison(ComparisonOperator.Equal, "aged", "age");
        Comparison(ComparisonOperator.Greater, "longer than|longer|last longer than", "length|duration|time|distance");
        Comparison(ComparisonOperator.Less, "shorter than|shorter", "height|length|duration|distance|time");
        Comparison(ComparisonOperator.Greater, "taller than|taller", "height");
        Comparison(ComparisonOperator.Greater, "heavier than|heavier", "weight");
        Comparison(ComparisonOperator.Less, "lighter than|lighter", "weight");
        Comparison(ComparisonOperator.Greater, "faster than|faster", "speed|velocity|horsepower", "time");
        Comparison(ComparisonOperator.Less, "slower than|slower", "speed|velocity", "time");
        Comparison(ComparisonOperator.Less, "cheaper than|cheaper|less expensive than", "price|cost|fee|rent");
        Comparison(ComparisonOperator.Greater, """
            more expensive than|more expensive|costing more than|cost more than|costs more than|priced over|priced above|
            priced at more than
            """, "price|cost|fee|rent");
        Comparison(ComparisonOperator.Less, """
            costing less than|cost less than|costs less than|priced under|priced below
            """, "price|cost|fee|rent");
        Comparison(ComparisonOperator.Greater, """
            after|later than|more recent than|newer than|since after
            """, "date|time|year|day|created|founded");
        Comparison(ComparisonOperator.Less, """
            before|earlier than|prior to|older than the year|until before
            """, "date|time|year|day|created|founded");
        Comparison(ComparisonOperator.GreaterOrEqual, """
            since|in or after|during or after|starting in|from the year|starting on|on or after
            """, "date|time|year|day|created|founded");
        Comparison(ComparisonOperator.LessOrEqual, """
            until|till|in or before|through the year|by the year|on or before|by the end of
            """, "date|time|year|day|created|founded");
        Comparison(ComparisonOperator.Greater, """
            earning more than|earn more than|earns more than|making more than|make more than|paid more than
            """, "salary|wage|earning|income");
        Comparison(ComparisonOperator.Less, """
            earning less than|earn less than|earns less than|making less than|make less than|paid less than
            """, "salary|wage|earning|income");
    }

    private static void AddPeriods()
    {
        foreach (var unit in Enum.GetValues<DateUnit>())
        {
            var word = unit.ToString().ToLowerInvariant();
            var adverb = unit is DateUnit.Day ? "daily" : word + "ly";
            Say(new PeriodCue(unit), $"""
                by {word}|per {word}|each {word}|for each {word}|every {word}|{adverb}|in each {word}|of each {word}|
                over the {word}s|grouped by {word}|month by {word}|by calendar {word}
                """);
        }
    }

    private static void Superlative(bool isMaximum, string words, string subjects, string opposite = "") =>
        Say(new SuperlativeCue(isMaximum, Words(subjects), Words(opposite)), words);

    private static void Comparison(ComparisonOperator comparison, string words, string subjects, string opposite = "") =>
        Say(new ComparisonCue(comparison, Words(subjects), Words(opposite)), words);

    private static string[] Words(string words) => words.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Say(Cue cue, string phrases)
    {
        foreach (var phrase in Words(phrases))
        {
            Phrases.TryAdd(phrase, cue);
        }
    }
}
