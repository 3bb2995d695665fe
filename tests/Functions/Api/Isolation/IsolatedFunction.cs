using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Routing.Template;

namespace FunctionsPlatform.Tests.Api.Isolation;

/// <summary>One function as one API has it, and how to call it with the ids of samples.</summary>
internal sealed partial class IsolatedFunction
{
    private readonly string _dialect;

    private IsolatedFunction(ApiEndpoint endpoint, bool sharesAddress)
    {
        Endpoint = endpoint;
        _dialect = endpoint.Declaration.DeclaringType!.Namespace!.Split('.')[^1];
        Name = sharesAddress ? $"{endpoint.Name} ({_dialect})" : endpoint.Name;
        Body = endpoint.Declaration.GetCustomAttribute<AcceptsAttribute>()?.Body.Name;
        Parameters = [.. ParametersOf(endpoint.Route)];
    }

    public ApiEndpoint Endpoint { get; }

    public string Name { get; }

    /// <summary>Name of the type of its body.</summary>
    public string? Body { get; }

    /// <summary>The route's parameters, each with the route up to it.</summary>
    public IReadOnlyList<(string Parameter, string Path)> Parameters { get; }

    public string Verb => Endpoint.Verbs.First(verb => verb != "HEAD");

    public bool NamesWorkspaceInHeader => _dialect == "AiSquared";

    public bool NamesWorkspaceInPath => Endpoint.Route.StartsWith("api/v1/workspaces/{workspaceId}", StringComparison.Ordinal);

    public bool NamesSamples => Parameters.Any(parameter => parameter.Parameter != "workspaceId") || (Body is not null && IsolationTable.Bodies.ContainsKey(Body));

    /// <summary>Every function of the app; one that answers for two APIs twice.</summary>
    public static IReadOnlyList<IsolatedFunction> All { get; } =
    [
        .. from endpoint in ApiEndpoints.Of(typeof(PlatformApplication).Assembly).All
           from each in endpoint.Other is null ? new[] { endpoint } : [endpoint, endpoint.Other]
           select new IsolatedFunction(each, endpoint.Other is not null),
    ];

    /// <summary>The name of the sample that a parameter stands for; null where the table has none.</summary>
    public string? SampleOf(string path) =>
        IsolationTable.Parameters.GetValueOrDefault($"{_dialect} {path}") ?? IsolationTable.Parameters.GetValueOrDefault(path);

    /// <param name="sample">The id to put for the name of a sample.</param>
    /// <param name="workspace">The workspace to name where its UUID is in the path.</param>
    /// <param name="number">The workspace to name where its number is in a header.</param>
    /// <param name="body">The body; null for the function's own, with the ids of samples.</param>
    public HttpRequestMessage Request(Func<string, string> sample, string workspace, string number, string? body = null)
    {
        var path = "/" + Endpoint.Route;
        foreach (var (parameter, upTo) in Parameters)
            path = path.Replace($"{{{parameter}}}", parameter == "workspaceId" ? workspace : sample(SampleOf(upTo)!), StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(Verb), path);
        if (NamesWorkspaceInHeader)
            request.Headers.Add("Workspace-Id", number);
        if (_dialect == "SignalSmith" && Endpoint.Route.StartsWith("api/v1/workspaces", StringComparison.Ordinal) && !NamesWorkspaceInPath)
            request.Headers.Add("X-Workspace-ID", workspace);
        if (Body is not null)
            request.Content = new StringContent(body ?? OwnBody(sample), Encoding.UTF8, "application/json");
        return request;
    }

    private string OwnBody(Func<string, string> sample) => IsolationTable.Bodies.TryGetValue(Body!, out var template)
        ? Sample().Replace(template, match => sample(match.Groups["name"].Value))
        : Endpoint.Declaration.GetCustomAttributes<ExampleAttribute>().FirstOrDefault(example => example.Status == 0)?.Json ?? "{}";

    private static IEnumerable<(string, string)> ParametersOf(string route)
    {
        var upTo = new List<string>();
        foreach (var segment in TemplateParser.Parse(route).Segments)
        {
            var part = segment.Parts.Single();
            upTo.Add(part.IsParameter ? $"{{{part.Name}}}" : part.Text!);
            if (part.IsParameter && !part.IsCatchAll)
                yield return (part.Name!, string.Join('/', upTo));
        }
    }

    [GeneratedRegex("<(?<name>[a-z ]+)>")]
    private static partial Regex Sample();
}
