using Microsoft.AspNetCore.Http;

namespace Emulator.Http;

/// <summary>Request headers as they are after the host has forwarded the request to the worker.</summary>
internal static class ForwardedRequest
{
    public static void Rewrite(IHeaderDictionary headers, string invocationId)
    {
        JoinRepeated(headers);
        headers.Remove("X-Forwarded-For");
        headers["x-ms-invocation-id"] = invocationId;
    }

    private static void JoinRepeated(IHeaderDictionary headers)
    {
        List<string>? repeated = null;
        foreach (var (name, values) in headers)
        {
            if (values.Count > 1)
                (repeated ??= []).Add(name);
        }

        foreach (var name in repeated ?? [])
            headers[name] = string.Join(name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ", headers[name].ToArray());
    }
}
