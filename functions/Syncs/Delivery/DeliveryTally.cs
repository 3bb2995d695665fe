using FunctionsPlatform.Connectors.Writing;
using FunctionsPlatform.Syncs.Snapshots;

namespace FunctionsPlatform.Syncs.Delivery;

/// <summary>What became of the rows of a chunk so far.</summary>
public sealed class DeliveryTally
{
    private readonly List<RejectedRow> _rejected = [];
    private int _tried;

    public long Added { get; private set; }

    public long Changed { get; private set; }

    public long Removed { get; private set; }

    public long Rejected => _rejected.Count;

    public long Unknown => _rejected.Count(row => row.IsOutcomeUnknown);

    /// <summary>Counts a batch that was written: all of it was accepted but what is named.</summary>
    public void Settle(ChunkBatch batch, IReadOnlyList<RowRejection> rejections)
    {
        var refused = rejections.Select(rejection => rejection.Row).ToHashSet();
        for (var at = 0; at < batch.Origins.Count; at++)
        {
            if (!refused.Contains(at))
                Accept(batch.Origins[at].Change);
        }

        _rejected.AddRange(batch.Failures);
        _rejected.AddRange(rejections.DistinctBy(rejection => rejection.Row)
            .Select(rejection => new RejectedRow(batch.Origins[rejection.Row].Row, rejection.Code, rejection.Message, rejection.IsOutcomeUnknown)));
        _tried = batch.End;
    }

    /// <summary>This tally with one batch more.</summary>
    public DeliveryTally With(ChunkBatch batch, IReadOnlyList<RowRejection> rejections)
    {
        var copy = new DeliveryTally { Added = Added, Changed = Changed, Removed = Removed, _tried = _tried };
        copy._rejected.AddRange(_rejected);
        copy.Settle(batch, rejections);
        return copy;
    }

    /// <summary>Rows behind the last batch were never sent.</summary>
    public ChunkOutcome ToOutcome() => new([.. _rejected], _tried);

    private void Accept(RowChange change)
    {
        if (change == RowChange.Added)
            Added++;
        else if (change == RowChange.Changed)
            Changed++;
        else
            Removed++;
    }
}
