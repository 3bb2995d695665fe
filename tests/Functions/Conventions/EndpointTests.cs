using System.Reflection;
using FunctionsPlatform.Access;
using FunctionsPlatform.Api;
using FunctionsPlatform.Api.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPlatform.Tests.Conventions;

/// <summary>What holds of every HTTP function of the app.</summary>
public sealed class EndpointTests
{
    private static readonly ApiEndpoints Declared = ApiEndpoints.Of(typeof(ApiCall).Assembly);

    public static TheoryData<string> Endpoints => [.. Declared.All.Select(endpoint => endpoint.Name)];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_declares_who_may_call_it(string name)
    {
        var endpoint = Declared.Named(name);

        Assert.True(endpoint.IsAnonymous ^ endpoint.Permission is not null, "Either AllowAnonymous or RequirePermission.");
        Assert.True(endpoint.Permission is null || Permissions.All.Contains(endpoint.Permission) || endpoint.Permission == Permissions.WorkspacesCreate);
        Assert.False(endpoint is { IsAnonymous: true, IsIdempotent: true }, "Idempotency keys belong to a caller.");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_leaves_keys_to_our_middleware_and_answers_one_verb(string name)
    {
        var endpoint = Declared.Named(name);
        var trigger = endpoint.Method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).Single(found => found is not null)!;

        Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
        Assert.True(endpoint.IsCatchAll || endpoint.Verbs.Count(verb => verb != "HEAD") == 1, string.Join(' ', endpoint.Verbs));
        Assert.False(endpoint.Route.StartsWith('/'), "The host adds the slash.");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_takes_the_request_and_the_routes_values_as_text(string name)
    {
        var method = Declared.Named(name).Method;
        var route = TemplateParser.Parse(Declared.Named(name).Route).Parameters.Select(parameter => parameter.Name).ToHashSet();

        Assert.Equal(typeof(HttpRequest), method.GetParameters()[0].ParameterType);
        foreach (var parameter in method.GetParameters().Where(parameter => route.Contains(parameter.Name)))
            Assert.Equal(typeof(string), parameter.ParameterType);
        Assert.DoesNotContain(method.GetParameters(), parameter => parameter.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "FromBodyAttribute"));
    }

    // The worker executes an IActionResult; anything else becomes 200 with an empty body.
    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_returns_an_action_result(string name) =>
        Assert.Contains(Declared.Named(name).Method.ReturnType, new[] { typeof(IActionResult), typeof(Task<IActionResult>) });

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_says_what_it_does_and_what_it_answers(string name)
    {
        var endpoint = Declared.Named(name);
        if (endpoint.IsCatchAll)
            return;

        Assert.NotNull(endpoint.Declaration.GetCustomAttribute<SummaryAttribute>());
        Assert.NotEmpty(endpoint.Declaration.GetCustomAttributes<ReturnsAttribute>());
    }

    // The host takes the first route that matches, in the order of function names, whatever the templates.
    [Fact]
    public void Where_routes_overlap_the_more_literal_ones_function_sorts_first()
    {
        var wrong =
            from first in Declared.All
            from second in Declared.All.SkipWhile(endpoint => endpoint != first).Skip(1)
            where first.Verbs.Intersect(second.Verbs).Any() && Matches(first.Route, Sample(second.Route)) && !Matches(second.Route, Sample(first.Route))
            select $"{first.Name} ({first.Route}) would answer for {second.Name} ({second.Route})";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_catch_all_sorts_last_of_all() =>
        Assert.True(Declared.All[^1].IsCatchAll && Declared.All.Count(endpoint => endpoint.IsCatchAll) == 1);

    private static bool Matches(string route, string path) =>
        new TemplateMatcher(TemplateParser.Parse(route), []).TryMatch("/" + path, []);

    private static string Sample(string route) => string.Join('/', TemplateParser.Parse(route).Segments
        .Select(segment => string.Concat(segment.Parts.Select(part => part.IsParameter ? "any-value" : part.Text))));
}
