using FunctionsPlatform.Api.Responses;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>The answer of an HTTP function, which the worker sends once all middleware has run.</summary>
internal static class InvocationAnswers
{
    public static void Answer(this FunctionContext context, ApiResponse response) => context.GetInvocationResult().Value = response;

    public static ApiResponse? Answer(this FunctionContext context) => context.GetInvocationResult().Value as ApiResponse;
}
