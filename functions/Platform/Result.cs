using System.Diagnostics.CodeAnalysis;

namespace FunctionsPlatform.Platform;

/// <summary>A value, or the refusal that stands in its place.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;
    private readonly ApiError? _error;

    private Result(T? value, ApiError? error) => (_value, _error) = (value, error);

    public T Value => _error is null ? _value! : throw new InvalidOperationException($"A refusal has no value: {_error.Code}.");

    public ApiError Error => _error ?? throw new InvalidOperationException("A value has no error.");

    /// <summary>True, and the value, when this is not a refusal; otherwise false, and the refusal.</summary>
    public bool Succeeded([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out ApiError? error)
    {
        (value, error) = (_value, _error);
        return error is null;
    }

    internal static Result<T> Of(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(ApiError error) => new(default, error);
}

public static class Result
{
    /// <summary>A value as a result, where it is an interface and no conversion applies.</summary>
    public static Result<T> Of<T>(T value) => Result<T>.Of(value);
}
