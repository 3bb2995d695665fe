using System.Text.Encodings.Web;
using Fluid;

namespace FunctionsPlatform.Platform.Liquid;

/// <summary>A value that a template reads: <c>row.email</c> has the root <c>row</c> and the member <c>email</c>.</summary>
/// <param name="Member">Null when the root is read whole, or the member is computed.</param>
public sealed record LiquidVariable(string Root, string? Member);

/// <summary>A template that the sandbox has taken.</summary>
internal sealed class LiquidProgram(IFluidTemplate template, LiquidInspection inspection, LiquidRules rules, TemplateOptions options)
{
    /// <summary>All that it reads, also under names that it gives to values of its own somewhere.</summary>
    public IReadOnlyList<LiquidVariable> Reads { get; } = inspection.Reads;

    /// <summary>What it reads that cannot be its own.</summary>
    public IReadOnlyList<LiquidVariable> Variables { get; } = inspection.Variables;

    /// <param name="give">Gives it the values that it can read.</param>
    /// <param name="encoder">What values become where they are printed.</param>
    /// <param name="maxLength">The longest output, in characters.</param>
    /// <exception cref="LiquidException">A bound was reached, or a value does not suit the template.</exception>
    public string Render(Action<TemplateContext> give, TextEncoder encoder, int maxLength)
    {
        var budget = new LiquidBudget(options, rules, encoder, maxLength);
        using var output = new BoundedText(maxLength);
        try
        {
            give(budget);

            // Nothing in the sandbox waits, so this has ended when it returns.
            template.RenderAsync(output, encoder, budget).AsTask().GetAwaiter().GetResult();
            return output.ToString();
        }
        catch (Exception e) when (e is not LiquidException)
        {
            // What it says may quote a value. Outside filters the library refuses nothing but steps and loops by this exception.
            throw new LiquidException(e is InvalidOperationException
                ? $"The template takes more than {rules.Steps:N0} steps, or its loops are nested too deep."
                : "The template cannot be rendered with these values.");
        }
    }
}
