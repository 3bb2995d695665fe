using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Fixtures;
using FunctionsPlatform.Platform.Mail;
using Microsoft.Extensions.Options;

namespace FunctionsPlatform.Tests.Platform;

public sealed class MailTests
{
    private static readonly MailMessage Message = new("ada@example.com", "You are invited", "Open this link.");

    [Fact]
    public async Task Azures_service_is_sent_the_message_with_the_apps_identity()
    {
        using var service = new Service(HttpStatusCode.Accepted);

        Assert.Null(await service.Sender.SendAsync(Message, default));

        Assert.Equal("https://mail.example.com/emails:send?api-version=2023-03-31", service.Address);
        Assert.Equal("Bearer token", service.Authorization);
        Assert.Equal(
            ("platform@example.com", "ada@example.com", "You are invited", "Open this link."),
            (service.Body.At("$.senderAddress"), service.Body.At("$.recipients.to[0].address"), service.Body.At("$.content.subject"), service.Body.At("$.content.plainText")));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_refusal_of_the_service_is_told_without_the_address(HttpStatusCode status)
    {
        using var service = new Service(status);

        var refused = await service.Sender.SendAsync(Message, default);

        Assert.Equal("mail_not_sent", refused?.Code);
        Assert.Contains($"{(int)status}", refused!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", Message.ToString(), StringComparison.Ordinal);
    }

    private sealed class Service(HttpStatusCode status) : HttpMessageHandler, IHttpClientFactory
    {
        public AzureMail Sender => new(
            this, new AnyToken(), Options.Create(new MailOptions { Endpoint = new Uri("https://mail.example.com"), Sender = "platform@example.com" }));

        public string? Address { get; private set; }

        public string? Authorization { get; private set; }

        public JsonNode? Body { get; private set; }

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Address, Authorization) = (request.RequestUri!.ToString(), request.Headers.Authorization!.ToString());
            Body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(status);
        }
    }

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
