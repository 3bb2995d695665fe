using System.Text.RegularExpressions;

namespace Emulator.Queues;

/// <summary>The rule for queue names: https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata.</summary>
internal static partial class QueueName
{
    /// <exception cref="InvalidOperationException">No queue can have that name.</exception>
    public static void Require(string name)
    {
        if (name.Length is < 3 or > 63 || !Allowed().IsMatch(name))
        {
            throw new InvalidOperationException(
                $"'{name}' is no queue name: 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at either end.");
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Allowed();
}
