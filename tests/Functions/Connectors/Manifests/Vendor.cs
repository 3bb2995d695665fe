using System.Text.Json.Nodes;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Manifests;
using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Tests.Connectors.Http;

namespace FunctionsPlatform.Tests.Connectors.Manifests;

/// <summary>A server that answers as a vendor's public documentation says, and what the tests of all vendors need to know of it.</summary>
public abstract class Vendor : IAsyncDisposable
{
    private readonly Lock _state = new();
    private int _token = 1;

    public ScriptedApi Api { get; private set; } = null!;

    public abstract Manifest Manifest { get; }

    /// <summary>A good one, for this server.</summary>
    public abstract JsonObject Configuration { get; }

    /// <summary>The property whose value is changed to something wrong.</summary>
    public abstract string Credential { get; }

    /// <summary>Whether the credential is one that tokens are got with.</summary>
    public virtual bool IssuesTokens => false;

    /// <summary>What a check tells.</summary>
    public abstract string Version { get; }

    public abstract string Stream { get; }

    public virtual RowOperations Operation => RowOperations.Upsert;

    public abstract string[] Key { get; }

    public abstract ResultColumn[] Columns { get; }

    /// <summary>Three rows that are taken.</summary>
    public abstract object?[][] GoodRows { get; }

    public abstract object?[] BadRow { get; }

    /// <summary>What is said of it.</summary>
    public abstract (string Code, string Message) Complaint { get; }

    public virtual bool IsRepeatable => true;

    /// <summary>What the server has, in the form of <see cref="Expected"/>.</summary>
    public abstract IEnumerable<string> Kept { get; }

    /// <summary>What it has once the good rows were written.</summary>
    public abstract string[] Expected { get; }

    /// <summary>The token that is good now.</summary>
    protected string Token => $"issued-token-{_token}";

    protected static string Good => "g00d-credential-us1";

    public async Task<Vendor> StartAsync()
    {
        Api = await ScriptedApi.StartAsync(AnswerAlone);
        return this;
    }

    public void EndToken() => _token++;

    public DestinationSettings Settings => new(Configuration);

    public DestinationSettings WrongSettings
    {
        get
        {
            var configuration = Configuration;
            configuration[Credential] = "wr0ng-credential-us1";
            return new DestinationSettings(configuration);
        }
    }

    protected abstract ApiReply Answer(ApiCall call);

    /// <summary>Requests that arrive together are answered in turn: the servers keep what they are sent in plain collections.</summary>
    private ApiReply AnswerAlone(ApiCall call)
    {
        lock (_state)
            return Answer(call);
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    protected static Manifest BuiltIn(string name) => BuiltInManifests.Read(name);

    protected static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
