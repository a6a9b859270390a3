using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weft.Foundation;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Workers.Mpi;

/// <summary>
/// The workers that a launcher of MPI started, one process each. Whoever made it calls <see cref="Complete"/> when all went well, and <see cref="Abort"/> when it has told what
/// went wrong: a worker that ends otherwise may leave the others, or the launcher, waiting.
/// </summary>
internal sealed class MpiWorkers : IWorkers
{
    private readonly MpiSession _session;
    private readonly TreeSum _sum;
    private readonly HostCopies _copies = new();
    private double[] _numbers = [];

    private MpiWorkers(MpiSession session) => (_session, _sum) = (session, new TreeSum(session.Exchange));

    /// <inheritdoc/>
    public int Rank => _session.Exchange.Rank;

    /// <inheritdoc/>
    public int Count => _session.Exchange.Count;

    /// <summary>Joins the other workers; once in a process.</summary>
    /// <param name="environment">What the launcher said.</param>
    /// <param name="limit">How long a worker waits for another that gives no sign, or does not come; at least some milliseconds.</param>
    /// <param name="lastWords">Is told what was found wrong where the thread that works does not leave by it in as long a time; then all processes are
    /// ended.</param>
    /// <exception cref="ConfigurationException">The library is missing, lacks something, or is not the launcher's.</exception>
    /// <exception cref="WorkersLostException">Not all workers came in time.</exception>
    public static MpiWorkers Start(WorkerEnvironment environment, TimeSpan limit, Action<Exception> lastWords) => new(MpiSession.Start(environment, limit, lastWords));

    /// <summary>Parts from the others, after the last call; all workers make it.</summary>
    public void Complete() => _session.Complete();

    /// <summary>Ends the processes of all workers, this one too, at once: what is to be said must have been said. Nothing follows it.</summary>
    /// <param name="exitCode">What the launcher is to end with; not 0.</param>
    public void Abort(int exitCode) => _session.Abort(exitCode);

    /// <inheritdoc/>
    public IPendingSum BeginSum(Tensor numbers) => Begin(numbers, CallKind.Sum, TreeCall.Sum, null);

    /// <inheritdoc/>
    public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts) => Begin(numbers, CallKind.ReduceScatter, TreeCall.ReduceScatter, parts);

    /// <inheritdoc/>
    public void AllGather(Tensor numbers, Parts parts) => Begin(numbers, CallKind.AllGather, TreeCall.AllGather, parts).Wait();

    /// <inheritdoc/>
    public void Sum(Span<double> numbers)
    {
        var count = numbers.Length;
        if (_numbers.Length < count)
            _numbers = GC.AllocateUninitializedArray<double>(count);
        numbers.CopyTo(_numbers);
        Do(CallKind.Sum, count * sizeof(double), () => _sum.Sum(_numbers.AsSpan(0, count)));
        _numbers.AsSpan(0, count).CopyTo(numbers);
    }

    /// <inheritdoc/>
    public T[] Gather<T>(T[] own)
        where T : unmanaged
    {
        T[] all = [];
        Do(CallKind.Gather, 0, () => all = GatherArrays.All(_session.Exchange, own));
        return all;
    }

    /// <inheritdoc/>
    public T FromFirst<T>(T own)
        where T : unmanaged
    {
        Do(CallKind.FromFirst, Unsafe.SizeOf<T>(), () => _session.Exchange.FromFirst(MemoryMarshal.AsBytes(new Span<T>(ref own))));
        return own;
    }

    private PendingCall Begin(Tensor numbers, CallKind kind, TreeCall what, Parts? parts)
    {
        var copy = _copies.Of(numbers);
        return new PendingCall(_session, copy, _session.Begin(() =>
        {
            _session.Exchange.Begin(kind, copy.Bytes);
            copy.With(_sum, what, parts);
        }));
    }

    private void Do(CallKind kind, long bytes, Action work) => _session.Wait(_session.Begin(() =>
    {
        _session.Exchange.Begin(kind, bytes);
        work();
    }));

    private sealed class PendingCall(MpiSession session, HostCopy copy, CommunicationJob job) : IPendingSum
    {
        public void Wait()
        {
            session.Wait(job);
            copy.Finish();
        }
    }
}
