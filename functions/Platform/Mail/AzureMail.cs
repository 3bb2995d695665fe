using System.Net.Http.Headers;
using System.Net.Http.Json;
using Azure;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Platform.Mail;

/// <summary>
/// Sends by Azure Communication Services Email (https://learn.microsoft.com/rest/api/communication/email/email/send): the service takes a message over, and delivers it.
/// </summary>
public sealed class AzureMail(IHttpClientFactory http, TokenCredential identity, IOptions<MailOptions> options) : IMailSender
{
    /// <summary>For <see cref="IHttpClientFactory.CreateClient"/>.</summary>
    public const string ClientName = "mail";

    private const string Version = "2023-03-31";

    private static readonly TokenRequestContext Scope = new(["https://communication.azure.com/.default"]);

    public async Task<ApiError?> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(ClientName);
            // Without the slash, what stands before the colon would be read as a scheme.
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Endpoint!, $"/emails:send?api-version={Version}"));
            var token = await identity.GetTokenAsync(Scope, cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
            // The id of the operation: the same one again is the same operation.
            request.Headers.Add("Operation-Id", message.Id.ToString("D"));
            request.Content = JsonContent.Create(Body(message));
            using var response = await client.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode || response.StatusCode == System.Net.HttpStatusCode.Conflict
                ? null
                : MailErrors.NotSent($"the mail service answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException)
        {
            return MailErrors.NotSent("the mail service cannot be reached.");
        }
        catch (Exception refused) when (refused is AuthenticationFailedException or RequestFailedException)
        {
            return MailErrors.NotSent("this deployment has no identity that the mail service knows.");
        }
    }

    private object Body(MailMessage message) => new
    {
        senderAddress = options.Value.Sender,
        recipients = new { to = message.To.Select(address => new { address }) },
        content = new { subject = message.Subject, plainText = message.Body },
        attachments = message.Attachments.Select(attachment => new
        {
            name = attachment.Name,
            contentType = attachment.ContentType,
            contentInBase64 = Convert.ToBase64String(attachment.Content),
        }),
    };
}
