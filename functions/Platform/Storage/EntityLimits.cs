using Azure.Data.Tables;

namespace FunctionsPlatform.Platform.Storage;

/// <summary>Azure's documented limits of a table row, which Azurite does not hold: 1 MiB an entity, 64 KiB a property, 1 KiB a key.</summary>
public static class EntityLimits
{
    public const int EntityBytes = 1024 * 1024;
    public const int PropertyBytes = 64 * 1024;
    public const int KeyBytes = 1024;

    /// <summary>Null when the entity fits, else the refusal.</summary>
    public static ApiError? Check(TableEntity entity)
    {
        foreach (var (name, value) in entity)
        {
            var limit = name is "PartitionKey" or "RowKey" ? KeyBytes : PropertyBytes;
            if (DataSize(value) > limit)
                return TooLarge($"The property {name} is larger than {limit / 1024} KiB.");
        }

        return Size(entity) > EntityBytes ? TooLarge("The record is larger than 1 MiB.") : null;
    }

    /// <summary>Bytes that Azure counts for an entity.</summary>
    public static int Size(TableEntity entity) =>
        4 + entity.Sum(property => property.Key is "PartitionKey" or "RowKey"
            ? DataSize(property.Value)
            : 8 + (property.Key.Length * 2) + DataSize(property.Value) + (property.Value is string or byte[] or BinaryData ? 4 : 0));

    private static int DataSize(object? value) => value switch
    {
        null => 0,
        string text => text.Length * 2,
        byte[] bytes => bytes.Length,
        BinaryData data => data.ToMemory().Length,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };

    private static ApiError TooLarge(string message) => new(ErrorKind.TooLarge, "record_too_large", message);
}
