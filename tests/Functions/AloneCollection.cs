namespace FunctionsPlatform.Tests;

/// <summary>Tests that measure what the process takes: they run when no others do.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public static class AloneCollection;
