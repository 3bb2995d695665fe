using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Http;

/// <summary>What functions above <see cref="AuthorizationLevel.Anonymous"/> ask for, in <c>x-functions-key</c> or <c>?code=</c>.</summary>
internal sealed class FunctionKey(string? key)
{
    private readonly byte[]? _key = key is null ? null : Encoding.UTF8.GetBytes(key);

    public bool Opens(AuthorizationLevel level, HttpRequest request)
    {
        if (level == AuthorizationLevel.Anonymous)
            return true;
        var given = request.Headers["x-functions-key"].ToString() is { Length: > 0 } header ? header : request.Query["code"].ToString();
        return _key is not null && CryptographicOperations.FixedTimeEquals(_key, Encoding.UTF8.GetBytes(given));
    }
}
