using System.Reflection;

namespace FunctionsPlatform.Api.Declarations;

/// <summary>This function answers as another does, under a further address or verb: all that the other declares holds for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class SameAsAttribute(Type type, string method) : Attribute
{
    public MethodInfo Original => type.GetMethod(method) ?? throw new InvalidOperationException($"{type.Name} has no public method {method}.");
}

/// <inheritdoc/>
public sealed class SameAsAttribute<T>(string method) : SameAsAttribute(typeof(T), method);

/// <summary>Another API answers at this address too, and what it answers is declared by a method of its own. Which of the two holds for a request, its dialect decides.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class OrAsAttribute(Type type, string method) : Attribute
{
    public MethodInfo Other => type.GetMethod(method) ?? throw new InvalidOperationException($"{type.Name} has no public method {method}.");
}

/// <inheritdoc/>
public sealed class OrAsAttribute<T>(string method) : OrAsAttribute(typeof(T), method);
