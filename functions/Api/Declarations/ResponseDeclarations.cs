using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Declarations;

/// <summary>A successful answer of the endpoint: its status, and the type of what stands in the dialect's envelope.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class ReturnsAttribute(int status) : Attribute
{
    public int Status { get; } = status;

    /// <summary>Null when the answer has no body, or one that is not JSON.</summary>
    public virtual Type? Body => null;

    /// <summary>Whether the answer is a list whose items have this type.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the body stands bare even where the dialect has an envelope.</summary>
    public bool IsBare { get; init; }

    /// <summary>Type of content when it is not JSON: <c>text/csv</c>.</summary>
    public string? ContentType { get; init; }

    public string? Description { get; init; }
}

/// <inheritdoc/>
public sealed class ReturnsAttribute<T>(int status) : ReturnsAttribute(status)
{
    public override Type Body => typeof(T);
}

/// <summary>The refusals that belong to this endpoint, beyond those that any endpoint can give (no credential, no permission, rate limit, bad body).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FailsAttribute(params ErrorKind[] kinds) : Attribute
{
    public IReadOnlyList<ErrorKind> Kinds { get; } = kinds;
}

/// <summary>What the endpoint does, in one line for a table of contents.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SummaryAttribute(string text) : Attribute
{
    public string Text { get; } = text;

    /// <summary>More, in Markdown.</summary>
    public string? Details { get; init; }
}

/// <summary>An example for the documentation: of the request body, or of the body of the answer with a status.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ExampleAttribute(string json) : Attribute
{
    public string Json { get; } = json;

    /// <summary>Status of the answer that this is an example of; 0 when it is one of the request.</summary>
    public int Status { get; init; }
}
