namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Words that carry no meaning of their own in a question to a database.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal);

    static StopWords()
    {
        const string List = """
            a an the of for to in on at by with from as and or is are was were be been being am do does did done have has had having it its
            this that these those there their
            them they he she his her him our we us you your i me my all any some each every which what who whom whose when where how why if
            then than so such also
            please can could would should will shall may might must show list find give get return display tell provide retrieve fetch
            select report name
            exist exists existing available record records recorded currently current ever along well together corresponding respective
            respectively only just
            about into over under between among through during within per via not no nor but both either neither same other another one
            ones different kind
            out up down off per let lets see want know need like many much more most less least few fewer number total whether while
            because until
            belong belongs belonging contain contains containing include includes including made make makes making take takes taken took
            taking use used uses using
            's s t don doesn didn isn aren wasn weren dont doesnt hold holds held has'nt called named registered associated related
            involved based
            information info details detail result results answer list value values data database table entry entries item
            dollar dollars euro euros usd eur percent points old ago units kg km miles years months days hours minutes far right now please
            compute calculate identify determine describe count order ordered sort sorted group grouped
            """;
        Words.UnionWith(List.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public static bool Contains(string lower) => Words.Contains(lower);
}
