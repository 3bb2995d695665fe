using FunctionsPlatform.Platform;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FunctionsPlatform.Sql;

/// <summary>SQL Server needs no semicolon between statements, so its own parser says whether the text is one query.</summary>
internal static class TransactSqlCheck
{
    /// <summary>The parser recurses; at this size no text of <see cref="SqlGuard.MaxTokens"/> is deep enough to end the process.</summary>
    private const int StackBytes = 128 * 1024 * 1024;

    public static ApiError? Check(SqlText text)
    {
        ApiError? refusal = null;
        var thread = new Thread(() => refusal = Parse(text), StackBytes);
        thread.Start();
        thread.Join();
        return refusal;
    }

    private static ApiError? Parse(SqlText text)
    {
        using var reader = new StringReader(text.Canonical);
        var fragment = new TSql170Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        if (errors is [var error, ..])
            return SqlErrors.Refused($"The SQL cannot be read: {error.Message}");
        if (fragment is not TSqlScript { Batches: [{ Statements: [SelectStatement select] }] })
            return SqlErrors.Refused("The SQL is refused: it must be one SELECT.");

        var visitor = new RefusedFragments();
        select.Accept(visitor);
        return visitor.Refusal;
    }

    private sealed class RefusedFragments : TSqlFragmentVisitor
    {
        public ApiError? Refusal { get; private set; }

        public override void Visit(TSqlFragment node)
        {
            var why = node switch
            {
                SelectStatement { Into: not null } => "INTO writes what was read.",
                DataModificationTableReference or DataModificationSpecification => "it changes data.",
                OpenRowsetTableReference or InternalOpenRowset or BulkOpenRowset or OpenRowsetCosmos or OpenQueryTableReference or AdHocTableReference
                    or OpenXmlTableReference or PredictTableReference => "it reads outside the database.",
                NextValueForExpression => "NEXT VALUE FOR moves a sequence.",
                SchemaObjectName { ServerIdentifier: not null } => "it names another server.",
                TableHint
                {
                    HintKind: TableHintKind.UpdLock or TableHintKind.XLock or TableHintKind.TabLock or TableHintKind.TabLockX or TableHintKind.HoldLock
                    or TableHintKind.Serializable or TableHintKind.RepeatableRead
                } => "the hint locks rows.",
                SelectSetVariable => "it sets a variable.",
                _ => null,
            };
            if (why is not null)
                Refusal ??= SqlErrors.Refused($"The SQL is refused at {node.StartLine}:{node.StartColumn}: {why}");
        }
    }
}
