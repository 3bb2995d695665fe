using Emulator.Hosting.Binding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Emulator.Http;

/// <summary>Route values and, behind them, the query string.</summary>
internal sealed class HttpTriggerData(HttpRequest request, RouteValueDictionary routeValues) : TriggerData
{
    public override IReadOnlyDictionary<string, object?> BindingData
    {
        get
        {
            var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, values) in request.Query)
                data[name] = values.ToString();
            foreach (var (name, value) in routeValues)
                data[name] = value;
            return data;
        }
    }

    /// <summary>Only a request is bound; any other trigger parameter stays null and the body unread.</summary>
    public override object? ReadValue(Type type) => type == typeof(HttpRequest) ? request : null;

    public override object? Find(string name) =>
        routeValues.TryGetValue(name, out var value) ? value
        : request.Query.TryGetValue(name, out var values) ? values.ToString()
        : null;
}
