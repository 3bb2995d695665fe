namespace FunctionsPlatform.Platform.Liquid;

/// <summary>A template that could not be rendered: a bound was reached, or a value does not suit it. The message is fit for the caller and holds no value.</summary>
public sealed class LiquidException(string message, Exception? inner = null) : Exception(message, inner);
