using Azure.Core;
using Azure.Identity;
using Fixtures;
using FunctionsPlatform.Platform;
using FunctionsPlatform.Platform.Mail;
using FunctionsPlatform.Tests.Connectors.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Platform;

/// <summary>Mail by Azure's service, as its REST reference describes it.</summary>
public sealed class AzureMailTests
{
    private static readonly MailMessage Message = new(Guid.Parse("01936f00-0000-7000-8000-000000000001"), ["a@example.com", "b@example.com"], "Übersicht", "Words")
    {
        Attachments = [new MailAttachment("rows.csv", "text/csv", "id\r\n1\r\n"u8.ToArray())],
    };

    [Fact]
    public async Task A_message_is_handed_over_with_its_attachments_under_an_id_of_its_own()
    {
        await using var service = await ScriptedApi.StartAsync(_ => ApiReply.Json("""{"status": "Running"}""", 202));

        Assert.Null(await Sender(service).SendAsync(Message, CancellationToken.None));

        var call = Assert.Single(service.Calls);
        Assert.Equal(("POST", "/emails:send", "?api-version=2023-03-31"), (call.Method, call.Path, call.Query));
        Assert.Equal(("Bearer the-token", Message.Id.ToString()), (call.Header("Authorization"), call.Header("Operation-Id")));
        Assert.Equal(("from@example.com", "b@example.com", "Übersicht", "Words"), (
            call.Json.At("$.senderAddress"), call.Json.At("$.recipients.to[1].address"), call.Json.At("$.content.subject"), call.Json.At("$.content.plainText")));
        Assert.Equal(("rows.csv", "text/csv", Convert.ToBase64String("id\r\n1\r\n"u8)), (
            call.Json.At("$.attachments[0].name"), call.Json.At("$.attachments[0].contentType"), call.Json.At("$.attachments[0].contentInBase64")));
    }

    [Fact]
    public async Task A_refusal_is_told_and_nothing_of_what_the_service_says()
    {
        await using var service = await ScriptedApi.StartAsync(_ => ApiReply.Json("""{"error": {"message": "private"}}""", 429));

        var error = await Sender(service).SendAsync(Message, CancellationToken.None);

        Assert.Equal((ErrorKind.ConnectionFailed, "mail_not_sent"), (error!.Kind, error.Code));
        Assert.DoesNotContain("private", error.Message, StringComparison.Ordinal);
        Assert.Equal("mail_not_sent", (await Sender(service, new NoIdentity()).SendAsync(Message, CancellationToken.None))!.Code);
    }

    private static AzureMail Sender(ScriptedApi service, TokenCredential? identity = null)
    {
        var http = new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
        return new AzureMail(http, identity ?? new Identity(), Options.Create(new MailOptions { Endpoint = new Uri(service.Url), Sender = "from@example.com" }));
    }

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("the-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    private sealed class NoIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("none");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("none");
    }
}
