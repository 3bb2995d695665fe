using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Knowledge;

public static class KnowledgeErrors
{
    public static ApiError NotFound(string word) => new(
        ErrorKind.NotFound, "definition_not_found", $"There is no {word} of that id in this workspace. List them to see which there are.");

    public static ApiError Taken(string word, string key) => new(
        ErrorKind.Conflict, "definition_exists", $"The connection has a {word} for '{key}' already. Change that one.");

    public static ApiError Invalid(string word, IReadOnlyList<FieldError> fields) => new(
        ErrorKind.Invalid, "definition_invalid", $"The {word} is not valid.", fields);

    public static ApiError TooMany(string word, int most) => new(
        ErrorKind.NotAllowedInState, "too_many_definitions", $"A workspace has at most {most} of the kind {word}; delete one first.");

    public static ApiError Unreadable(string why) => new(
        ErrorKind.Invalid, "import_unreadable", "The file cannot be imported.", [new FieldError("$.content", why)]);
}
