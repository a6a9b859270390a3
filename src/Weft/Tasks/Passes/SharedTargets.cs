using Weft.Evaluation.Measures;
using Weft.Workers;

namespace Weft.Tasks.Passes;

/// <summary>Lets every worker hear of the targets that all of them score, in the order in which one would score them: what hears of them need not know of workers.</summary>
/// <param name="workers">Who scores.</param>
/// <param name="each">Hears of every target.</param>
internal sealed class SharedTargets(IWorkers workers, Action<ScoredToken> each)
{
    private readonly List<ScoredToken> _round = [];

    /// <summary>Takes a target that this worker scored.</summary>
    public void Take(ScoredToken token)
    {
        if (workers.Count == 1)
            each(token);
        else
            _round.Add(token);
    }

    /// <summary>Passes on what all workers have scored; every worker calls it after each batch of all.</summary>
    public void EndRound()
    {
        if (workers.Count == 1)
            return;
        foreach (var token in workers.Gather(_round.ToArray()))
            each(token);
        _round.Clear();
    }
}
