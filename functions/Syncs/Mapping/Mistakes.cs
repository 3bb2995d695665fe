using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>What is wrong with a mapping, and where.</summary>
internal sealed class Mistakes : List<FieldError>
{
    public void Add(string path, string message) => Add(new FieldError(path, message));
}
