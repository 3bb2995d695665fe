using FunctionsPlatform.Translation.Embedded.Joins;

namespace FunctionsPlatform.Translation.Embedded.Building;

/// <param name="Said">Stems of the question's words, which tell apart two keys between the same tables.</param>
/// <param name="Offset">Of the workspace's time zone: local dates become instants with it.</param>
internal sealed record BuildContext(JoinGraph Joins, IReadOnlySet<string> Said, TimeSpan Offset);
