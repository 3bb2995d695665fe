namespace Microsoft.Azure.Functions.Worker.Builder;

#pragma warning disable CA1052 // The real class can be constructed too.
public class FunctionsApplication
#pragma warning restore CA1052
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
