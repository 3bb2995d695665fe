using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace FunctionsPlatform.Api.Dialects;

/// <summary>Decides which API a request means: by its path, else by the host's name, else by credential, headers and the form of ids.</summary>
/// <remarks>
/// The setting <c>ApiHosts</c> maps host names to dialects: <c>api.squared.ai=ai-squared;*.signalsmith.io=signalsmith</c>.
/// A forwarded host is not believed: anybody can send that header.
/// </remarks>
public sealed class DialectResolver
{
    public const string HostsSetting = "ApiHosts";

    private readonly (string Host, ApiDialect Dialect)[] _hosts;

    public DialectResolver(IConfiguration configuration) => _hosts =
    [
        .. from entry in (configuration[HostsSetting] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let parts = entry.Split('=', 2, StringSplitOptions.TrimEntries)
           select (parts[0], Named(parts[^1], entry)),
    ];

    public ApiDialect Resolve(HttpRequest request) =>
        DialectPaths.Find(request.Path) ?? OfHost(request.Host.Host) ?? SharedPaths.Resolve(request) ?? ApiDialects.Default;

    private ApiDialect? OfHost(string host)
    {
        foreach (var (pattern, dialect) in _hosts)
        {
            if (pattern.StartsWith("*.", StringComparison.Ordinal)
                ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
                : host.Equals(pattern, StringComparison.OrdinalIgnoreCase))
                return dialect;
        }

        return null;
    }

    private static ApiDialect Named(string name, string entry) =>
        ApiDialects.All.FirstOrDefault(dialect => dialect.Name == name)
        ?? throw new InvalidOperationException(
            $"{HostsSetting} has '{entry}'; write host=dialect, the dialect one of {string.Join(", ", ApiDialects.All.Select(dialect => dialect.Name))}.");
}
