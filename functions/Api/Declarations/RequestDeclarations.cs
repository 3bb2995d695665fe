namespace FunctionsPlatform.Api.Declarations;

/// <summary>The JSON body that the endpoint reads.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AcceptsAttribute(Type body) : Attribute
{
    public Type Body { get; } = body;

    /// <summary>Whether a request without a body is fine too.</summary>
    public bool Optional { get; init; }
}

/// <inheritdoc/>
public sealed class AcceptsAttribute<T>() : AcceptsAttribute(typeof(T));

/// <summary>The largest body that the endpoint reads. Without this it is <see cref="ApiEndpoint.DefaultMaxBodySize"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MaxBodySizeAttribute(long bytes) : Attribute
{
    public long Bytes { get; } = bytes;
}

/// <summary>What there is to say of a parameter that the endpoint reads.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class ParameterAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public Type Type { get; init; } = typeof(string);

    /// <summary>An example of a value, as it stands in the address.</summary>
    public string? Example { get; init; }
}

public class QueryParameterAttribute(string name, string description) : ParameterAttribute(name, description);

/// <summary>Says more of a parameter of the route; its name is the one in the route's template.</summary>
public sealed class PathParameterAttribute(string name, string description) : ParameterAttribute(name, description);

/// <summary>The endpoint creates or starts something: a request repeated with the same <c>Idempotency-Key</c> gets the first answer again.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;

/// <summary>Anonymous callers of this endpoint are limited by their network address.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LimitedByAddressAttribute : Attribute;
