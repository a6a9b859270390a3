using System.Diagnostics;
using Weft.Workers.Sums;

namespace Weft.Workers.Mpi;

/// <summary>Bytes by MPI, each wait of which ends within a time. It is used by the communication thread alone.</summary>
/// <param name="mpi">The functions.</param>
/// <param name="rank">This worker's number.</param>
/// <param name="peers">All workers.</param>
/// <param name="limit">How long a worker waits for another.</param>
internal sealed unsafe class MpiExchange(MpiFunctions mpi, int rank, Peers peers, TimeSpan limit) : IExchange, IDisposable
{
    private const int ReadyTag = 3;
    private const int MostBytes = 1 << 20;

    /// <summary>Below this, a message is under way at once; above, sender and receiver must both be there.</summary>
    private const int EagerBytes = 4096;

    /// <summary>How many limits a worker waits for what the first one does for all, such as writing files, and at the end.</summary>
    public const int Patience = 10;

    private readonly RollCall _roll = new(mpi, rank, peers.Count);
    private CollectiveCall _call;
    private long _progress = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public int Rank => rank;

    /// <inheritdoc/>
    public int Count => peers.Count;

    /// <summary>Since when nothing has come; read by other threads.</summary>
    public TimeSpan SinceProgress => Stopwatch.GetElapsedTime(Volatile.Read(ref _progress));

    /// <summary>Begins a call.</summary>
    public void Begin(CallKind kind, long bytes)
    {
        _call = new CollectiveCall(_call.Number + 1, kind, bytes);
        Progress();
    }

    /// <summary>To be called now and then while there is no call.</summary>
    public void Idle() => _roll.Serve(_call);

    /// <inheritdoc/>
    public void Exchange(int to, ReadOnlySpan<byte> send, int from, Span<byte> receive)
    {
        if (Math.Max(send.Length, receive.Length) > EagerBytes)
            Meet(to, send.Length > EagerBytes, from, receive.Length > EagerBytes);
        for (var start = 0; start < Math.Max(send.Length, receive.Length); start += MostBytes)
        {
            var given = start < send.Length ? send.Slice(start, Math.Min(MostBytes, send.Length - start)) : [];
            var taken = Parts.Piece(receive, start, MostBytes);
            Transfer(to, given, from, taken, _call.Tag, canSleep: taken.Length <= EagerBytes);
        }
    }

    /// <inheritdoc/>
    public void GatherEqual(ReadOnlySpan<byte> own, Span<byte> all)
    {
        fixed (byte* send = own, receive = all)
        {
            nint request = 0;
            mpi.Check(mpi.AllGather(send, own.Length, mpi.Byte, receive, own.Length, mpi.Byte, mpi.World, &request), rank);
            Wait(&request, canSleep: true);
        }
    }

    /// <summary>Gives all workers what each has, of different lengths.</summary>
    /// <param name="own">This worker's; below 2^31 bytes, as are all together.</param>
    /// <param name="all">All, by rank.</param>
    /// <param name="lengths">How many bytes each has.</param>
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths)
    {
        var places = new int[lengths.Length];
        for (var other = 1; other < places.Length; other++)
            places[other] = places[other - 1] + lengths[other - 1];
        // An empty span has no address, which MPI may refuse.
        byte nothing = 0;
        fixed (byte* send = own, receive = all)
        fixed (int* counts = lengths, starts = places)
        {
            nint request = 0;
            mpi.Check(mpi.AllGatherV(send == null ? &nothing : send, own.Length, mpi.Byte, receive, counts, starts, mpi.Byte, mpi.World, &request), rank);
            Wait(&request, canSleep: false);
        }
    }

    /// <summary>Replaces the bytes by those of the first worker, for whom all wait as long as it shows that it lives.</summary>
    public void FromFirst(Span<byte> bytes)
    {
        fixed (byte* buffer = bytes)
        {
            nint request = 0;
            mpi.Check(mpi.Broadcast(buffer, bytes.Length, mpi.Byte, 0, mpi.World, &request), rank);
            Wait(&request, canSleep: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _roll.Dispose();

    /// <summary>Waits asleep until both are there, so that many bytes can be waited for awake.</summary>
    private void Meet(int to, bool isSending, int from, bool isReceiving)
    {
        ReadOnlySpan<byte> ready = [1];
        Span<byte> isReady = stackalloc byte[1];
        Transfer(from, isReceiving ? ready : [], to, isSending ? isReady : [], ReadyTag, canSleep: true);
    }

    private void Transfer(int to, ReadOnlySpan<byte> send, int from, Span<byte> receive, int tag, bool canSleep)
    {
        nint sent = 0, received = 0;
        fixed (byte* given = send, taken = receive)
        {
            if (!receive.IsEmpty)
                mpi.Check(mpi.Receive(taken, receive.Length, mpi.Byte, from, tag, mpi.World, &received), rank);
            if (!send.IsEmpty)
                mpi.Check(mpi.Send(given, send.Length, mpi.Byte, to, tag, mpi.World, &sent), rank);
            if (!receive.IsEmpty)
                Wait(&received, canSleep);
            if (!send.IsEmpty)
                Wait(&sent, canSleep);
        }
    }

    private void Wait(nint* request, bool canSleep)
    {
        var waiting = new Waiting(canSleep);
        var asked = TimeSpan.Zero;
        while (true)
        {
            int done;
            mpi.Check(mpi.Test(request, &done, mpi.IgnoreStatus), rank);
            if (done != 0)
                break;
            if (!waiting.Pause())
                continue;
            _roll.Serve(_call);
            if (waiting.Elapsed < asked + limit / 2)
                continue;
            asked = waiting.Elapsed;
            if (waiting.Elapsed < limit || IsPatient(waiting.Elapsed))
                _roll.Ask(_call);
            else
                throw new WorkersLostException(peers.Explain(_roll, _call, Math.Floor(waiting.Elapsed / limit) * limit, limit));
        }
        Progress();
    }

    /// <summary>What the first worker does for all, and what each does before it ends, may take longer than the limit; they answer meanwhile. It may not
    /// take for ever: a worker whose training thread hangs answers as well.</summary>
    private bool IsPatient(TimeSpan elapsed)
    {
        if (_call.Kind is not (CallKind.FromFirst or CallKind.End) || elapsed > Patience * limit || !_roll.AllAnswered(limit))
            return false;
        Progress();
        return true;
    }

    private void Progress() => Volatile.Write(ref _progress, Stopwatch.GetTimestamp());
}
