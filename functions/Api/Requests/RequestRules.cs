using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
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

    /// <returns>Whether nothing is null that must not be.</returns>
    private static bool Check(object record, string path, List<FieldError> failures)
    {
        var isComplete = true;
        foreach (var rule in Rules.GetOrAdd(record.GetType(), RulesOf))
        {
            var value = rule.Property.Get!(record);
            var at = $"{path}.{rule.Property.Name}";
            var context = new ValidationContext(record) { MemberName = rule.Member.Name, DisplayName = rule.Property.Name };
            failures.AddRange(
                from attribute in rule.Attributes
                let failure = attribute.GetValidationResult(value, context)
                where failure is not null
                select new FieldError(at, failure.ErrorMessage ?? "Not allowed."));
            isComplete &= CheckWithin(value, rule.Declared, at, failures);
        }

        // A record's own rules may rely on what its types promise.
        if (isComplete && record is IValidatableObject validatable)
            failures.AddRange(validatable.Validate(new ValidationContext(record)).Select(failure => Failure(failure, path)));
        return isComplete;
    }

    /// <param name="declared">Whether the elements of arrays and the values of maps may be null, which reading JSON does not look at.</param>
    private static bool CheckWithin(object? value, NullabilityInfo? declared, string path, List<FieldError> failures)
    {
        if (value is null or string or JsonNode)
            return true;
        if (value is not IEnumerable items)
            return ApiJson.Reading.GetTypeInfo(value.GetType()).Kind != JsonTypeInfoKind.Object || Check(value, path, failures);
        var element = declared?.ElementType ?? declared?.GenericTypeArguments.LastOrDefault();
        var isComplete = true;
        foreach (var (place, item) in Items(items))
        {
            var at = path + place;
            if (item is not null || element?.ReadState != NullabilityState.NotNull)
            {
                isComplete &= CheckWithin(item, element, at, failures);
                continue;
            }

            failures.Add(new FieldError(at, "Must not be null."));
            isComplete = false;
        }

        return isComplete;
    }

    private static IEnumerable<(string Place, object? Item)> Items(IEnumerable items) => items is IDictionary map
        ? map.Keys.Cast<object>().Select(key => ($".{key}", map[key]))
        : items.Cast<object?>().Select((item, index) => ($"[{index}]", item));

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
           let member = property.AttributeProvider as PropertyInfo
           where member is not null
           select new Rule(property, member, new NullabilityInfoContext().Create(member), [.. member.GetCustomAttributes<ValidationAttribute>()]),
    ];

    private sealed record Rule(JsonPropertyInfo Property, PropertyInfo Member, NullabilityInfo Declared, ValidationAttribute[] Attributes);
}
