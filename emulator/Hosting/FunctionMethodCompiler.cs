using System.Linq.Expressions;
using System.Reflection;

namespace Emulator.Hosting;

/// <summary>Calls a function's method with its arguments; the result is null for a method that returns nothing.</summary>
internal delegate ValueTask<object?> FunctionMethod(object? instance, object?[] arguments);

internal static class FunctionMethodCompiler
{
    public static FunctionMethod Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object), "instance");
        var arguments = Expression.Parameter(typeof(object[]), "arguments");
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType)));
        return Expression.Lambda<FunctionMethod>(ToResult(call), instance, arguments).Compile();
    }

    private static Expression ToResult(MethodCallExpression call)
    {
        var type = call.Type;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task))
            return Await(nameof(TaskAsync), call);
        if (type == typeof(ValueTask))
            return Await(nameof(ValueTaskAsync), call);
        if (definition == typeof(Task<>))
            return Await(nameof(TaskOfAsync), call, type.GetGenericArguments());
        if (definition == typeof(ValueTask<>))
            return Await(nameof(ValueTaskOfAsync), call, type.GetGenericArguments());
        return Expression.New(typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    private static MethodCallExpression Await(string name, Expression call, params Type[] result) =>
        Expression.Call(typeof(FunctionMethodCompiler), name, result, call);

    private static async ValueTask<object?> TaskAsync(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> ValueTaskAsync(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> TaskOfAsync<T>(Task<T> task) => await task;

    private static async ValueTask<object?> ValueTaskOfAsync<T>(ValueTask<T> task) => await task;
}
