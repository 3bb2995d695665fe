using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FunctionsPlatform.Connectors;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>
/// Tells mappings apart that may make other values of the same rows. The limits of fields are not in it: they decide whether a row is taken, not what is sent; nor is
/// the time of the run, or every run would send every row.
/// </summary>
internal static class MappingFingerprint
{
    // Raised when a rule of conversion changes.
    private const int Rules = 1;

    public static string Of(MappingRequest request, IReadOnlyList<ResultColumn> columns)
    {
        var used = RowMapper.UsedColumns(request.Mappings, [.. request.Source.Select(column => column.Name)]).ToHashSet(StringComparer.Ordinal);
        var content = new
        {
            Rules,
            Zone = request.Zone.Id,
            Source = request.Source.Where(column => used.Contains(column.Name)),
            Target = columns,
            Mappings = request.Mappings.Select(mapping => new
            {
                mapping.To,
                mapping.Kind,
                mapping.From,
                Value = mapping.Value?.ToJsonString(),
                mapping.Template,
                mapping.OnNull,
                Default = mapping.Default?.ToJsonString(),
            }),
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content))));
    }
}
