namespace FunctionsPlatform.Platform.Mail;

/// <summary>Section <c>Mail</c>: how messages leave.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The address of an Azure Communication Services resource; messages are sent by its Email service.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>From whom: an address of a domain that the resource has.</summary>
    public string Sender { get; set; } = "platform@localhost";

    /// <summary>Client id of the user-assigned identity that may send.</summary>
    public string? ClientId { get; set; }

    /// <summary>Without an endpoint: where messages are written as files.</summary>
    public string? Directory { get; set; }
}
