using FunctionsPlatform.Platform;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Webhooks;

/// <summary>What a webhook may be.</summary>
public sealed class WebhookRules(AddressPolicy addresses, IOptions<OutgoingOptions> outgoing)
{
    private const int LongestUrl = 2_000;
    private const int LongestDescription = 500;

    /// <summary>Null when it can be kept. Where the host leads is looked at again at every delivery.</summary>
    public async Task<ApiError?> CheckAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var mistakes = new List<FieldError>();
        if (await UrlMistakeAsync(webhook.Url, cancellationToken) is { } wrong)
            mistakes.Add(new FieldError("$.url", wrong));
        foreach (var type in webhook.Events.Where(type => !EventTypes.All.Contains(type, StringComparer.Ordinal)).Take(5))
            mistakes.Add(new FieldError("$.events", $"'{(type.Length > 60 ? type[..60] : type)}' is none of {string.Join(", ", EventTypes.All)}."));
        if (webhook.Description is { Length: > LongestDescription })
            mistakes.Add(new FieldError("$.description", $"At most {LongestDescription} characters."));
        return mistakes.Count > 0 ? WebhookErrors.Invalid(mistakes) : null;
    }

    private async Task<string?> UrlMistakeAsync(string url, CancellationToken cancellationToken)
    {
        if (url.Length > LongestUrl)
            return $"At most {LongestUrl:N0} characters.";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return "Must be an absolute address such as https://example.com/hooks.";
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && outgoing.Value.AllowPrivateAddresses))
            return "Must begin with https://, so that nobody on the way can read what is sent.";
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return "Leave user name, password and fragment away; deliveries are signed.";
        // A name that nobody knows yet may be known when something happens.
        return (await addresses.ResolveAsync(address.IdnHost, cancellationToken)).Succeeded(out _, out var refusal) || refusal.Code == "host_not_found" ? null : refusal.Message;
    }
}
