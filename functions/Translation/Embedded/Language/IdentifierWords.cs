using System.Text.RegularExpressions;

namespace FunctionsPlatform.Translation.Embedded.Language;

/// <summary>The English words in a name such as <c>custNo</c>, <c>order_items</c> or <c>birthdate</c>.</summary>
internal static partial class IdentifierWords
{
    /// <summary>What shortened words stand for; <c>ref</c> stands for nothing.</summary>
    private static readonly Dictionary<string, string[]> Abbreviations = """
        acc=account acct=account addr=address advr=advisor amt=amount apid=airport+id apt=apartment att=attribute attr=attribute
        avg=average bal=balance bldg=building cat=category cred=credit ctry=country cty=city cust=customer decor=decor
        dept=department desc=description dest=destination dob=date+birth doc=document docs=document dst=destination emp=employee
        enr=enrollment firstname=first+name fname=first+name forename=first+name gen=general hist=history hr=hour hrs=hour img=image
        info=information ins=insurance lang=language lastname=last+name lat=latitude lname=last+name lng=longitude loc=location
        long=longitude max=maximum mgr=manager min=minimum mod=model msg=message nbr=number no=number nr=number num=number
        org=organization pct=percent ph=phone pid=person+id pop=population pos=position proc=procedure prod=product prof=professor
        pwd=password qty=quantity ref= req=request rm=room sal=salary sec=section spec=specification src=source
        ssn=social+security+number stu=student surname=last+name tel=telephone temp=temperature tot=total ts=time uid=user+id
        usr=user yr=year
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .ToDictionary(entry => entry[0], entry => entry[1].Split('+', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>Words that glued names are cut at: <c>birthdate</c>, <c>stuid</c>.</summary>
    private static readonly HashSet<string> Parts = new(
        """
        account address age airline airport album allergy artist author balance birth building car city class close club code
        college company continent count country course cust customer date day department dept district dorm emp employee end fac
        film first flight game games genre grade hire home horse hours id in info inst invoice item job key language last line
        location mail maker max media member middle min model movie name num number occupancy of on open order owner paper party per
        phone played player points post power price product rank rating release school song sports start state status stu student
        team text time title total track type user value week year zip
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

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
