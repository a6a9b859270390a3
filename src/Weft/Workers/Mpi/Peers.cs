using Weft.Foundation.Files;

namespace Weft.Workers.Mpi;

/// <summary>All workers: where each runs, as far as it is known.</summary>
/// <param name="rank">This worker's number.</param>
/// <param name="count">How many there are.</param>
internal sealed class Peers(int rank, int count)
{
    private readonly int[] _processes = new int[count];

    /// <summary>How many workers there are.</summary>
    public int Count => count;

    /// <summary>Makes a worker's process known, where it runs on this machine.</summary>
    public void Know(int other, int process) => _processes[other] = process;

    /// <summary>Says why a call did not come to its end, and names the workers.</summary>
    /// <param name="roll">What they answered.</param>
    /// <param name="call">What this worker waits in.</param>
    /// <param name="waited">How long it has waited.</param>
    /// <param name="limit">How long ago an answer may be.</param>
    public string Explain(RollCall roll, CollectiveCall call, TimeSpan waited, TimeSpan limit)
    {
        var others = Enumerable.Range(0, count).Where(other => other != rank).Select(other => (Rank: other, At: roll.Found(other, limit))).ToList();
        var silent = others.Where(other => other.At is null).Select(other => other.Rank).ToList();
        var behind = others.Where(other => other.At is { } at && at.Number < call.Number).Select(other => other.Rank).ToList();
        var astray = others.Where(other => other.At is { } at && at.Number == call.Number && at != call).ToList();
        var reason = silent.Count > 0
            ? $"{Names(silent)} {(silent.Count == 1 ? "gives" : "give")} no sign of life{States(silent)}."
            : behind.Count > 0
                ? $"{Names(behind)} {(behind.Count == 1 ? "lives and has" : "live and have")} not come to it."
                : astray.Count > 0
                    ? $"Worker {astray[0].Rank} is at {astray[0].At} instead: the workers do not do the same."
                    : "All workers are there, but what they send does not arrive.";
        return $"Worker {rank} has waited {waited.TotalSeconds:0.###} s for the others in {call}. {reason}{Environment.NewLine}"
            + "Continue from the last checkpoint with --resume; workers.timeoutSeconds says how long workers wait.";
    }

    private static string Names(List<int> ranks) => (ranks.Count == 1 ? "Worker " : "Workers ") + string.Join(", ", ranks);

    private string States(List<int> silent)
    {
        var states = silent.Where(other => _processes[other] > 0).Select(other => $"process {_processes[other]} {StateOf(_processes[other])}").ToList();
        return states.Count == 0 ? "" : $" ({string.Join(", ", states)})";
    }

    /// <summary>The letter behind the name in brackets, which may itself hold brackets.</summary>
    private static string StateOf(int process)
    {
        try
        {
            var text = RegularFile.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..][0] switch
            {
                'T' or 't' => "is stopped",
                'Z' or 'X' => "has ended",
                'D' => "waits for a disk",
                _ => "runs",
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException or InvalidDataException)
        {
            return "has ended";
        }
    }
}
