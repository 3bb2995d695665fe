namespace Bench.Training;

/// <summary>A statement says what our queries do not.</summary>
internal sealed class NotExpressibleException(string reason) : Exception(reason);
