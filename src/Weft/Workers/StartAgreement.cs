using System.IO.Hashing;
using Weft.Foundation;

namespace Weft.Workers;

/// <summary>Finds out at the start whether all workers are about to do the same.</summary>
internal static class StartAgreement
{
    /// <summary>Compares what must be the same.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="parts">What it is called, in the plural or as a thing that differs, and what it is here.</param>
    /// <exception cref="ConfigurationException">Something differs; thrown by all.</exception>
    public static void Require(IWorkers workers, params (string Name, string Value)[] parts)
    {
        if (workers.Count == 1)
            return;
        var own = parts.Select(part => XxHash3.HashToUInt64(StrictUtf8.Encoding.GetBytes(part.Value))).ToArray();
        var all = workers.Gather(own);
        var problems = new Problems();
        for (var i = 0; i < parts.Length; i++)
        {
            var of = i;
            var others = Enumerable.Range(1, workers.Count - 1).Where(rank => all[(rank * own.Length) + of] != all[of]).ToList();
            if (others.Count > 0)
                problems.Add($"{(others.Count == 1 ? "Worker" : "Workers")} {string.Join(", ", others)} and worker 0 have different {parts[of].Name}: all must see the same program, files and options.");
        }
        problems.ThrowIfAny();
    }

    /// <summary>How many workers run on this machine.</summary>
    public static int CountHere(IWorkers workers)
    {
        if (workers.Count == 1)
            return 1;
        ulong[] own = [XxHash3.HashToUInt64(StrictUtf8.Encoding.GetBytes(Environment.MachineName))];
        return workers.Gather(own).Count(machine => machine == own[0]);
    }
}
