namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>Words of grammar alone: no name or value starts or ends with one.</summary>
internal static class FunctionWords
{
    private static readonly HashSet<string> Words = new(
        """
        a an the of for to in on at by with from as and or is are was were be been being am do does did has have had having it its this
        that these those there their them they
        he she his her him our we you your i me my all any some each every which what who whom whose when where how why if then than so
        such also please can could would
        should will shall must into between among during within per via not no nor but both either neither other 's 't s t us did more most
        less least fewer
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    public static bool Contains(string lower) => Words.Contains(lower);
}
