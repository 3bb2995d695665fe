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
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task) || type == typeof(ValueTask))
            return Expression.Call(Awaiter(nameof(AwaitAsync), type), call);
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Task<>) || definition == typeof(ValueTask<>)))
            return Expression.Call(Awaiter(definition == typeof(Task<>) ? nameof(AwaitTaskAsync) : nameof(AwaitValueTaskAsync), type), call);
        return Expression.New(typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    private static MethodInfo Awaiter(string name, Type type) => name == nameof(AwaitAsync)
        ? typeof(FunctionMethodCompiler).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static, [type])!
        : typeof(FunctionMethodCompiler).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments());

    private static async ValueTask<object?> AwaitAsync(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> AwaitAsync(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> AwaitTaskAsync<T>(Task<T> task) => await task;

    private static async ValueTask<object?> AwaitValueTaskAsync<T>(ValueTask<T> task) => await task;
}
