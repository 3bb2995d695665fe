using FunctionsPlatform.Api.Dialects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace FunctionsPlatform.Api.Middleware;

/// <summary>Settles the dialect of the answer, and names it in a header so that a wrong guess can be seen.</summary>
public sealed class DialectMiddleware(DialectResolver resolver) : IFunctionsWorkerMiddleware
{
    public const string Header = "X-Api-Dialect";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext()!;
        var dialect = resolver.Resolve(http.Request);
        http.Request.Call().MeansApi(dialect);
        http.Response.Headers[Header] = dialect.Name;
        return next(context);
    }
}
