using FunctionsPlatform.Api.Declarations;
using FunctionsPlatform.Api.Responses;

namespace FunctionsPlatform.Api.OpenApi;

/// <summary>The OpenAPI document as it is served: written once, when it is first asked for.</summary>
public sealed class OpenApiContent(ApiEndpoints endpoints)
{
    private readonly Lazy<StaticContent> _document = new(() => StaticContent.Of("application/json; charset=utf-8", OpenApiDocument.Write(endpoints)));

    public StaticContent Document => _document.Value;
}
