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
