namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>Why a row cannot be sent.</summary>
/// <param name="Field">Of the destination.</param>
/// <param name="Code">Stable, snake_case: <c>value_too_long</c>. docs/syncs-mapping.md lists them.</param>
/// <param name="Message">What the field takes. Never the value: it may be personal.</param>
public sealed record MappingFailure(string Field, string Code, string Message);
