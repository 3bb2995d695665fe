using System.Text;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>Text up to a length.</summary>
internal sealed class BoundedText(int maxLength) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        Require(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        Require(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Require(buffer.Length);
        _text.Append(buffer);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    // The inherited ones go to the thread pool.
    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer.AsSpan(index, count));
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override string ToString() => _text.ToString();

    private void Require(int more)
    {
        if (_text.Length + (long)more > maxLength)
            throw new LiquidException($"The template prints more than {maxLength:N0} characters.");
    }
}
