using System.Text.Json;

namespace FunctionsPlatform.Workflows.Steps;

internal static class JsonText
{
    public static bool TryParse(string text, out JsonElement json)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
