using System.Diagnostics;
using Emulator.Hosting.Binding;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Emulator.Hosting;

/// <summary>One run of a function. What a run rarely asks for is made when it is asked for.</summary>
internal sealed class FunctionInvocation : FunctionContext
{
    private readonly CancellationToken _cancellationToken;
    private string? _id;
    private IServiceProvider? _services;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;

    /// <summary>A run for an HTTP request: the request's scope is the run's.</summary>
    public FunctionInvocation(HostedFunction function, TriggerData trigger, HttpContext httpContext)
    {
        Function = function;
        Trigger = trigger;
        HttpContext = httpContext;
        _cancellationToken = httpContext.RequestAborted;
    }

    public FunctionInvocation(HostedFunction function, TriggerData trigger, IServiceProvider services, CancellationToken cancellationToken)
    {
        Function = function;
        Trigger = trigger;
        _services = services;
        _cancellationToken = cancellationToken;
    }

    public HostedFunction Function { get; }

    public TriggerData Trigger { get; }

    public HttpContext? HttpContext { get; }

    public InvocationResult Result { get; } = new FunctionResult();

    public override string InvocationId => _id ??= InvocationIds.Next();

    public override string FunctionId => Function.Id;

    public override FunctionDefinition FunctionDefinition => Function;

    public override TraceContext TraceContext => CurrentTrace.Instance;

    public override BindingContext BindingContext => Trigger;

    public override RetryContext RetryContext => NoRetries.Instance;

    public override CancellationToken CancellationToken => _cancellationToken;

    public override IServiceProvider InstanceServices
    {
        get => _services ?? HttpContext!.RequestServices;
        set => _services = value;
    }

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    private sealed class FunctionResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class CurrentTrace : TraceContext
    {
        public static readonly CurrentTrace Instance = new();

        public override string TraceParent => Activity.Current?.Id ?? "";

        public override string TraceState => Activity.Current?.TraceStateString ?? "";
    }

    private sealed class NoRetries : RetryContext
    {
        public static readonly NoRetries Instance = new();

        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
