using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>Compares the weights of all workers, which are the same bits unless memory or a processor fails.</summary>
internal static class WeightsAgreement
{
    /// <summary>Does nothing where all are the same.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="weights">This worker's, float32.</param>
    /// <param name="step">After which step.</param>
    /// <exception cref="WorkersLostException">They are not; names those that are unlike most. Thrown by all.</exception>
    public static void Require(IWorkers workers, Tensor weights, long step)
    {
        if (workers.Count == 1)
            return;
        using var here = weights.cpu();
        ulong[] own = [XxHash3.HashToUInt64(MemoryMarshal.AsBytes(TensorMemory.Span<float>(here)))];
        GC.KeepAlive(here);
        var all = workers.Gather(own);
        var most = all.CountBy(hash => hash).MaxBy(hash => hash.Value);
        if (most.Value == all.Length)
            return;
        int[] odd = [.. Enumerable.Range(0, all.Length).Where(rank => all[rank] != most.Key)];
        var who = 2 * most.Value > all.Length
            ? $"{(odd.Length == 1 ? "Worker" : "Workers")} {string.Join(", ", odd)} {(odd.Length == 1 ? "has" : "have")} other weights than the others"
            : $"The weights of workers {string.Join(", ", Enumerable.Range(0, all.Length))} are not the same";
        throw new WorkersLostException(string.Create(CultureInfo.InvariantCulture,
            $"{who} after step {step}: a processor or its memory fails, or the machines differ. Resume from a checkpoint before it, without that machine."));
    }
}
