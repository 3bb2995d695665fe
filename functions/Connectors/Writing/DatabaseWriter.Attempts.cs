namespace FunctionsPlatform.Connectors.Writing;

internal abstract partial class DatabaseWriter
{
    /// <summary>Ways to write the rows of one batch.</summary>
    private sealed class Attempts(DatabaseWriter writer, RowOperations operation, CancellationToken cancellationToken)
    {
        private WriteTransaction Transaction => writer._transaction!;

        public Task<WriteAttempt> TogetherAsync(ArraySegment<object?[]>[] runs, bool expectsNew) => AttemptAsync(
            isWhole: true,
            async () =>
            {
                var rejected = new List<RowRejection>();
                foreach (var run in runs)
                    rejected.AddRange((await writer.ApplyAsync(operation, run, expectsNew, cancellationToken)).Select(row => row with { Row = run.Offset + row.Row }));
                return rejected;
            });

        /// <summary>Null where the database found something against the rows no sooner than at the commit.</summary>
        public async Task<IReadOnlyList<RowRejection>?> InOneTransactionAsync(ArraySegment<object?[]>[] runs)
        {
            await BeginAsync();
            var rejected = await Bisection(isWhole: false).WriteAsync(runs);
            try
            {
                await Transaction.CommitAsync(cancellationToken);
                return rejected;
            }
            catch (Exception failure) when (writer.ErrorOf(failure) is not null)
            {
                await Transaction.DisposeAsync();
                return null;
            }
        }

        public Task<IReadOnlyList<RowRejection>> CommittedApartAsync(ArraySegment<object?[]>[] runs) => Bisection(isWhole: true).WriteAsync(runs);

        private RowBisection Bisection(bool isWhole) => new(
            rows => AttemptAsync(isWhole, () => writer.ApplyAsync(operation, rows, expectsNew: false, cancellationToken)),
            writer.JudgesRows ? rows => JudgeAsync(isWhole, rows) : null,
            writer.FewRows);

        private async Task<IReadOnlyList<RowRejection>> JudgeAsync(bool isWhole, ArraySegment<object?[]> rows)
        {
            if (isWhole && writer.HasSavepoints)
                await BeginAsync();
            var rejected = await writer.JudgeAsync(operation, rows, cancellationToken);
            if (isWhole && writer.HasSavepoints)
                await Transaction.CommitAsync(cancellationToken);
            return rejected;
        }

        /// <param name="isWhole">A transaction of its own; otherwise a part of the one that is open.</param>
        private async Task<WriteAttempt> AttemptAsync(bool isWhole, Func<Task<IReadOnlyList<RowRejection>>> write)
        {
            while (true)
            {
                await (isWhole ? BeginAsync() : Transaction.SaveAsync(cancellationToken));
                try
                {
                    var rejected = await write();
                    await (isWhole ? Transaction.CommitAsync(cancellationToken) : Transaction.ReleaseAsync(cancellationToken));
                    return new WriteAttempt(rejected, null);
                }
                catch (Exception failure) when (writer.FindsAnotherWay(failure))
                {
                    await UndoAsync(isWhole);
                }
                catch (Exception failure) when (writer.ErrorOf(failure) is { } error)
                {
                    await UndoAsync(isWhole);
                    return new WriteAttempt(null, error);
                }
            }
        }

        private async Task BeginAsync()
        {
            await Transaction.BeginAsync(cancellationToken);
            await writer.PrepareTransactionAsync(cancellationToken);
        }

        private Task UndoAsync(bool isWhole) => isWhole ? Transaction.DisposeAsync().AsTask() : Transaction.RollBackToSaveAsync(cancellationToken);
    }
}
