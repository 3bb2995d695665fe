using Azure.Core;
using Azure.Identity;

namespace FunctionsPlatform.Platform;

internal static class AzureIdentity
{
    /// <summary>The user-assigned identity of that client id; without one the app's own identity, or a developer's login.</summary>
    public static TokenCredential Of(string? clientId) => string.IsNullOrEmpty(clientId)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
}
