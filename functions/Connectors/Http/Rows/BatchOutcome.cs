using FunctionsPlatform.Connectors.Writing;

namespace FunctionsPlatform.Connectors.Http.Rows;

/// <summary>What became of the rows of one batch, as its requests end. Used by several at once.</summary>
internal sealed class BatchOutcome(bool isRepeatable)
{
    private readonly Lock _lock = new();
    private readonly List<RowRejection> _rejections = [];
    private readonly List<int> _notSent = [];
    private bool _hasEffect;
    private ConnectorException? _failure;

    /// <summary>After a failure that is not about rows nothing more is sent.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_lock)
                return _failure is not null;
        }
    }

    public void Accept()
    {
        lock (_lock)
            _hasEffect = true;
    }

    public void Reject(int row, string code, string message)
    {
        lock (_lock)
            _rejections.Add(new RowRejection(row, code, message));
    }

    public void LoseTrackOf(IEnumerable<int> rows, string message)
    {
        lock (_lock)
        {
            _hasEffect = true;
            _rejections.AddRange(rows.Select(row => new RowRejection(row, "outcome_unknown", message, IsOutcomeUnknown: true)));
        }
    }

    public void Fail(IEnumerable<int> rows, ConnectorException failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
            _notSent.AddRange(rows);
        }
    }

    public void LeaveOut(IEnumerable<int> rows)
    {
        lock (_lock)
            _notSent.AddRange(rows);
    }

    /// <summary>A failure stands for the whole batch when that can be sent again; otherwise for the rows that were not sent, beside those that were.</summary>
    public IReadOnlyList<RowRejection> Conclude()
    {
        if (_failure is not null && (isRepeatable || !_hasEffect))
            throw _failure;
        if (_failure is not null)
            _rejections.AddRange(_notSent.Select(row => new RowRejection(row, CodeOf(_failure.Failure), _failure.Message)));
        return [.. _rejections.OrderBy(rejection => rejection.Row)];
    }

    private static string CodeOf(ConnectorFailure failure) => failure switch
    {
        ConnectorFailure.AccessDenied => "access_denied",
        ConnectorFailure.Unreachable or ConnectorFailure.ConnectionLost => "destination_unreachable",
        _ => "request_failed",
    };
}
