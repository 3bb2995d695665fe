// The real exceptions come from packages that the app does not reference: it can know them by their full names only.
namespace DurableTask.Core.Exceptions
{
    internal sealed class TaskFailedException(Microsoft.DurableTask.TaskFailureDetails details) : Exception(details.ErrorMessage)
    {
        public Microsoft.DurableTask.TaskFailureDetails Details { get; } = details;
    }

    internal sealed class OrchestrationAlreadyExistsException(string message) : Exception(message);

    internal sealed class NonDeterministicOrchestrationException(string message)
        : Exception("Non-Deterministic workflow detected: " + message);
}

namespace Grpc.Core
{
    internal enum StatusCode
    {
        NotFound = 5,
        FailedPrecondition = 9,
    }

    internal sealed class RpcException(StatusCode statusCode, string detail)
        : Exception($"Status(StatusCode=\"{statusCode}\", Detail=\"{detail}\")")
    {
        public StatusCode StatusCode { get; } = statusCode;
    }
}
