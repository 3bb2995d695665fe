using System.ComponentModel;
using System.Text.Json;

namespace FunctionsPlatform.Api.SignalSmith;

/// <summary>What an object is shown with and nobody sets: an update takes it, so that what was read can be sent back, and does not look at it.</summary>
public abstract record ReadBack
{
    protected const string ReadOnly = "Read only: taken in an update and not looked at.";

    [Description(ReadOnly)]
    public JsonElement? Id { get; init; }

    [Description(ReadOnly)]
    public JsonElement? WorkspaceId { get; init; }

    [Description(ReadOnly)]
    public JsonElement? ConnectionId { get; init; }

    [Description(ReadOnly)]
    public JsonElement? Status { get; init; }

    [Description(ReadOnly)]
    public JsonElement? StatusError { get; init; }

    [Description(ReadOnly)]
    public JsonElement? CreatedBy { get; init; }

    [Description(ReadOnly)]
    public JsonElement? CreatedAt { get; init; }

    [Description(ReadOnly)]
    public JsonElement? UpdatedAt { get; init; }
}
