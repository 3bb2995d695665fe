using System.Globalization;

namespace FunctionsPlatform.Translation.Embedded.Network;

/// <summary>The sizes of a network, as its weights file states them.</summary>
/// <param name="FixedSymbols">Symbols from this on point at positions.</param>
/// <param name="MaxTarget">The longest plan.</param>
internal sealed record NetworkShape(
    int Width, int Heads, int EncoderLayers, int DecoderLayers, int FeedForward, int Relations, int Tags, int FixedSymbols, int MaxTarget)
{
    public int HeadWidth => Width / Heads;

    public static NetworkShape Of(SafetensorsFile file)
    {
        var shape = new NetworkShape(
            Number("d"), Number("heads"), Number("encoder_layers"), Number("decoder_layers"), Number("ff"),
            Number("relations"), Number("tags"), Number("fixed"), Number("max_target"));
        return shape.Width % shape.Heads == 0
            ? shape : throw new InvalidDataException($"The weights' width {shape.Width} does not divide into {shape.Heads} heads.");

        int Number(string name) => file.Metadata.TryGetValue(name, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw new InvalidDataException($"The weights' metadata has no positive number '{name}'.");
    }
}
