using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Webhooks;

/// <summary>Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>How long a receiver may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Deliveries to one webhook that an instance makes at a time, so that those of others find room.</summary>
    [Range(1, 64)]
    public int MaxDeliveries { get; set; } = 4;

    /// <summary>Days that events and deliveries are kept.</summary>
    [Range(4, 365)]
    public int KeepDays { get; set; } = 30;
}
