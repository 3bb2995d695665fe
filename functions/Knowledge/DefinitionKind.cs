using FunctionsPlatform.Connectors;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Knowledge;

/// <summary>What is particular to definitions of a kind.</summary>
/// <param name="Word">What one is called; it is part of its key in storage, too.</param>
/// <param name="KeyOf">What only one of a connection has.</param>
/// <param name="Check">What is wrong with one, by itself and, where the schema is known, with what it speaks of.</param>
public sealed record DefinitionKind<T>(string Word, Func<T, string> KeyOf, Func<T, SchemaCatalog?, IReadOnlyList<FieldError>> Check)
    where T : class;
