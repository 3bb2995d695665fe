using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.AiSquared;

/// <summary>8 to 128 characters, with a small and a capital letter, a digit and a special character among them.</summary>
internal static class PasswordRule
{
    private const int Shortest = 8;
    private const int Longest = 128;

    public static IEnumerable<ValidationResult> Confirmed(string password, string confirmation)
    {
        if (password != confirmation)
            yield return new ValidationResult("must be the same as password", [nameof(SignUpRequest.PasswordConfirmation)]);
    }

    public static ApiError? Check(string password) =>
        password.Length is >= Shortest and <= Longest
            && password.Any(char.IsLower) && password.Any(char.IsUpper) && password.Any(char.IsDigit) && password.Any(c => !char.IsLetterOrDigit(c))
            ? null
            : SquaredErrors.Unprocessable(
                "password",
                $"A password has {Shortest} to {Longest} characters, with a small and a capital letter, a digit and a special character among them.");
}
