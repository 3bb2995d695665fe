using System.Net;

namespace FunctionsPlatform.Connectors.Http.Client;

/// <summary>One request of a chain of redirects.</summary>
internal sealed record Hop(HttpMethod Method, Uri Url, bool HasBody);

/// <summary>Where a redirect leads.</summary>
internal static class Redirects
{
    /// <summary>The next request; null when the answer is no redirect that can be followed.</summary>
    public static Hop? Next(Hop hop, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
            return null;
        var target = location.IsAbsoluteUri ? location : new Uri(hop.Url, location);
        if (target.Scheme is not ("http" or "https") || (hop.Url.Scheme == "https" && target.Scheme == "http"))
            return null;
        return response.StatusCode switch
        {
            HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => hop with { Url = target },
            HttpStatusCode.SeeOther when hop.Method != HttpMethod.Head => new Hop(HttpMethod.Get, target, HasBody: false),
            HttpStatusCode.Moved or HttpStatusCode.Redirect when hop.Method == HttpMethod.Post => new Hop(HttpMethod.Get, target, HasBody: false),
            HttpStatusCode.Moved or HttpStatusCode.Redirect or HttpStatusCode.SeeOther => hop with { Url = target },
            _ => null,
        };
    }

    /// <summary>The same server, so that what is meant for one is meant for the other.</summary>
    public static bool IsSameHost(Uri one, Uri other) =>
        one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) && (one.Port == other.Port || (one.IsDefaultPort && other.IsDefaultPort));
}
