namespace FunctionsPlatform.Access;

/// <summary>The permission (<see cref="Permissions"/>) that a caller needs for this function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequirePermissionAttribute(string permission) : Attribute
{
    public string Permission { get; } = permission;
}

/// <summary>This function answers callers without a credential.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowAnonymousAttribute : Attribute;
