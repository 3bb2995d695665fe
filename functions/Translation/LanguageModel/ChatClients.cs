using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using FunctionsPlatform.Platform;
using Microsoft.Extensions.AI;
using OpenAI;

namespace FunctionsPlatform.Translation.LanguageModel;

internal static class ChatClients
{
    /// <summary>A client that asks once: the caller waits for its answer, and a second attempt would come too late for most.</summary>
    public static IChatClient Create(LanguageModelOptions options)
    {
        var client = options.Provider == LanguageModelProvider.AzureOpenAI ? AzureOpenAI(options) : OpenAICompatible(options);
        return client.GetChatClient(options.Model).AsIChatClient();
    }

    private static OpenAIClient OpenAICompatible(LanguageModelOptions options) => new(
        new ApiKeyCredential(options.ApiKey!),
        new OpenAIClientOptions { Endpoint = options.Endpoint, NetworkTimeout = options.Timeout, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    private static AzureOpenAIClient AzureOpenAI(LanguageModelOptions options)
    {
        var client = new AzureOpenAIClientOptions { NetworkTimeout = options.Timeout, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        return options.ApiKey is { Length: > 0 } key
            ? new AzureOpenAIClient(options.Endpoint, new ApiKeyCredential(key), client)
            : new AzureOpenAIClient(options.Endpoint, AzureIdentity.Of(options.ManagedIdentityClientId), client);
    }
}
