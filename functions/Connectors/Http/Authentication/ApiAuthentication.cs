using System.Text;

namespace FunctionsPlatform.Connectors.Http.Authentication;

/// <summary>How requests of one destination say who sends them.</summary>
internal abstract class ApiAuthentication
{
    public abstract ValueTask<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(CancellationToken cancellationToken);

    /// <summary>After the server refused the credential: whether there can be another one at the next request.</summary>
    public virtual bool TryRenew() => false;

    /// <summary>Credentials that no configuration holds, to be taken out of messages.</summary>
    public virtual IEnumerable<string> IssuedSecrets => [];

    public static ApiAuthentication None { get; } = new FixedHeaders([]);

    public static ApiAuthentication Header(string name, string value) => new FixedHeaders([KeyValuePair.Create(name, value)]);

    public static ApiAuthentication Bearer(string token) => Header("Authorization", $"Bearer {token}");

    public static ApiAuthentication Basic(string username, string password) =>
        Header("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))}");

    private sealed class FixedHeaders(IReadOnlyList<KeyValuePair<string, string>> headers) : ApiAuthentication
    {
        public override ValueTask<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(CancellationToken cancellationToken) => new(headers);

        public override IEnumerable<string> IssuedSecrets => headers.Select(header => header.Value[(header.Value.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }
}
