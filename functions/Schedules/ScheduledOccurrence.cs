using System.Buffers.Binary;
using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Schedules;

/// <summary>A run that is due and that the caller has claimed: start it, then call <see cref="DueSchedules.CompleteAsync"/>.</summary>
/// <param name="Id">Of what is scheduled.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="MissedCount">How many others were due and have no run of their own: this one makes up for them, or they were skipped.</param>
/// <param name="ClaimedAt">When it was claimed.</param>
/// <param name="Claim">Proves the claim.</param>
public sealed record ScheduledOccurrence(WorkspaceId Workspace, Guid Id, DateTimeOffset DueAt, long MissedCount, DateTimeOffset ClaimedAt, string Claim)
{
    /// <summary>
    /// For the run: the same whenever this occurrence is claimed again, so that a start that is repeated after a crash starts nothing twice. A version-7 id as all are,
    /// of the time that it was due and a hash in the place of chance.
    /// </summary>
    public Guid RunId => RunOf(Id, DueAt);

    private static Guid RunOf(Guid id, DateTimeOffset dueAt)
    {
        Span<byte> seed = stackalloc byte[24];
        id.TryWriteBytes(seed);
        BinaryPrimitives.WriteInt64BigEndian(seed[16..], dueAt.UtcTicks);
        return Ids.Derive(dueAt, seed);
    }
}
