using System.ComponentModel.DataAnnotations;
using FunctionsPlatform.Access;

namespace FunctionsPlatform.Api.AiSquared;

/// <param name="CompanyName">Names the workspace that is made with the account.</param>
public sealed record SignUpRequest(
    [property: StringLength(200, MinimumLength = 1)] string Name,
    [property: StringLength(254, MinimumLength = 3), EmailAddress(ErrorMessage = "has invalid email format")] string Email,
    [property: StringLength(1_000, MinimumLength = 1)] string Password,
    string PasswordConfirmation,
    [property: StringLength(200, MinimumLength = 1)] string CompanyName) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PasswordRule.Confirmed(Password, PasswordConfirmation);

    public override string ToString() => nameof(SignUpRequest);
}

public sealed record EmailRequest([property: StringLength(254, MinimumLength = 3), EmailAddress(ErrorMessage = "has invalid email format")] string Email)
{
    public override string ToString() => nameof(EmailRequest);
}

public sealed record ResetPasswordRequest(
    [property: StringLength(1_000, MinimumLength = 1)] string ResetPasswordToken,
    [property: StringLength(1_000, MinimumLength = 1)] string Password,
    string PasswordConfirmation) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PasswordRule.Confirmed(Password, PasswordConfirmation);

    public override string ToString() => nameof(ResetPasswordRequest);
}

/// <param name="Role">In the workspace of the request.</param>
/// <param name="EmailVerificationEnabled">No mail is sent here, so accounts can be used at once.</param>
public sealed record UserAttributes(
    string Name,
    string Email,
    DateTimeOffset CreatedAt,
    string Role,
    string Status = "active",
    DateTimeOffset? InvitationCreatedAt = null,
    DateTimeOffset? InvitationDueAt = null,
    bool EmailVerificationEnabled = false)
{
    internal static Resource<UserAttributes> Show(User user, string role, int number) =>
        Resource.Of(number, "users", new UserAttributes(user.Name, user.Email, user.CreatedAt, SquaredRoles.Of(role)));

    // The e-mail address must not come out in a log.
    public override string ToString() => nameof(UserAttributes);
}
