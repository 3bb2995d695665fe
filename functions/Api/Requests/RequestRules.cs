using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using FunctionsPlatform.Api.Dialects;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Api.Requests;

/// <summary>Checks a request record, and the records within it, against their validation attributes and <see cref="IValidatableObject"/>.</summary>
internal static class RequestRules
{
    private static readonly ConcurrentDictionary<Type, Rule[]> Rules = new();

    /// <returns>Every rule that is broken, by JSON path.</returns>
    public static IReadOnlyList<FieldError> Check(object record)
    {
        var failures = new List<FieldError>();
        Check(record, "$", failures);
        return failures;
    }

    private static void Check(object record, string path, List<FieldError> failures)
    {
        foreach (var rule in Rules.GetOrAdd(record.GetType(), RulesOf))
        {
            var value = rule.Property.Get!(record);
            var at = $"{path}.{rule.Property.Name}";
            var context = new ValidationContext(record) { MemberName = rule.Member, DisplayName = rule.Property.Name };
            failures.AddRange(
                from attribute in rule.Attributes
                let failure = attribute.GetValidationResult(value, context)
                where failure is not null
                select new FieldError(at, failure.ErrorMessage ?? "Not allowed."));
            CheckWithin(value, at, failures);
        }

        if (record is IValidatableObject validatable)
            failures.AddRange(validatable.Validate(new ValidationContext(record)).Select(failure => Failure(failure, path)));
    }

    private static void CheckWithin(object? value, string path, List<FieldError> failures)
    {
        if (value is IEnumerable items and not string)
        {
            var index = 0;
            foreach (var item in items)
                CheckWithin(item, $"{path}[{index++}]", failures);
        }
        else if (value is not null && ApiJson.Reading.GetTypeInfo(value.GetType()).Kind == JsonTypeInfoKind.Object)
        {
            Check(value, path, failures);
        }
    }

    private static FieldError Failure(ValidationResult failure, string path)
    {
        var member = failure.MemberNames.FirstOrDefault();
        var at = member is null ? path : $"{path}.{ApiJson.Reading.PropertyNamingPolicy!.ConvertName(member)}";
        return new FieldError(at, failure.ErrorMessage ?? "Not allowed.");
    }

    private static Rule[] RulesOf(Type type) =>
    [
        .. from property in ApiJson.Reading.GetTypeInfo(type).Properties
           where property.Get is not null
           let member = property.AttributeProvider as MemberInfo
           where member is not null
           select new Rule(property, member.Name, [.. member.GetCustomAttributes<ValidationAttribute>()]),
    ];

    private sealed record Rule(JsonPropertyInfo Property, string Member, ValidationAttribute[] Attributes);
}
