using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Workers.Mpi;

/// <summary>
/// Finds out whom a worker waits for. Who has waited for half of its time asks all others where they are; the communication thread of each answers, even while
/// the worker computes. Whoever does not answer stands still, has ended, or is cut off. Nothing is sent where nobody waits for long.
/// </summary>
internal sealed unsafe class RollCall : IDisposable
{
    private const int AskTag = 1;
    private const int AnswerTag = 2;

    private readonly MpiFunctions _mpi;
    private readonly int _rank;
    private readonly Message* _messages;
    private readonly nint[] _requests;
    private readonly CollectiveCall?[] _found;
    private readonly long[] _heard;

    /// <summary>Makes one for so many workers.</summary>
    public RollCall(MpiFunctions mpi, int rank, int count)
    {
        (_mpi, _rank) = (mpi, rank);
        _messages = (Message*)NativeMemory.AllocZeroed((nuint)(2 * count + 1), (nuint)sizeof(Message));
        (_requests, _found, _heard) = (GC.AllocateArray<nint>(2 * count, pinned: true), new CollectiveCall?[count], new long[count]);
    }

    private int Count => _found.Length;

    /// <summary>Asks all others where they are.</summary>
    public void Ask(CollectiveCall own)
    {
        for (var other = 0; other < Count; other++)
            Post(other, other, AskTag, own);
    }

    /// <summary>Answers whoever asked, and hears answers.</summary>
    /// <param name="own">Where this worker is; its last call where it is in none.</param>
    public void Serve(CollectiveCall own)
    {
        for (var other = 0; other < Count; other++)
        {
            if (other == _rank)
                continue;
            while (Take(other, AskTag) is not null)
                Post(Count + other, other, AnswerTag, own);
            while (Take(other, AnswerTag) is { } found)
                (_found[other], _heard[other]) = (found, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Where each worker was found by its answer, if it came within this time.</summary>
    public CollectiveCall? Found(int other, TimeSpan within) => Stopwatch.GetElapsedTime(_heard[other]) <= within ? _found[other] : null;

    /// <summary>Whether every other worker answered within this time.</summary>
    public bool AllAnswered(TimeSpan within) => Enumerable.Range(0, Count).All(other => other == _rank || Found(other, within) is not null);

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_messages);

    /// <summary>A message to a worker that still has the one before is not sent.</summary>
    private void Post(int slot, int to, int tag, CollectiveCall call)
    {
        if (to == _rank)
            return;
        fixed (nint* request = &_requests[slot])
        {
            var done = 1;
            if (*request != 0)
                _mpi.Check(_mpi.Test(request, &done, _mpi.IgnoreStatus), _rank);
            if (done == 0)
                return;
            *request = 0;
            _messages[slot] = new Message(call.Number, (long)call.Kind, call.Bytes);
            _mpi.Check(_mpi.Send(_messages + slot, sizeof(Message), _mpi.Byte, to, tag, _mpi.World, request), _rank);
        }
    }

    private CollectiveCall? Take(int from, int tag)
    {
        int isThere;
        _mpi.Check(_mpi.Probe(from, tag, _mpi.World, &isThere, _mpi.IgnoreStatus), _rank);
        if (isThere == 0)
            return null;
        var message = _messages + 2 * Count;
        nint request = 0;
        _mpi.Check(_mpi.Receive(message, sizeof(Message), _mpi.Byte, from, tag, _mpi.World, &request), _rank);
        // The message is here already.
        for (var done = 0; done == 0;)
            _mpi.Check(_mpi.Test(&request, &done, _mpi.IgnoreStatus), _rank);
        return new CollectiveCall(message->Number, (CallKind)message->Kind, message->Bytes);
    }

    private readonly record struct Message(long Number, long Kind, long Bytes);
}
