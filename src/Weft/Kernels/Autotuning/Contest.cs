namespace Weft.Kernels.Autotuning;

/// <summary>Chooses the fastest of a few ways to do the same.</summary>
internal static class Contest
{
    /// <summary>How much faster than the usual way another must be to be chosen: a measurement this short is off by a few percent.</summary>
    private const double Margin = 1.05;

    /// <summary>
    /// Times all candidates in turn, round by round, so that a disturbance meets all of them; the best time of each counts. A first round
    /// pays for set-up and does not.
    /// </summary>
    /// <param name="candidates">The first is the usual one: it stays unless another is faster by more than chance.</param>
    /// <param name="rounds">How often each is timed.</param>
    /// <param name="seconds">Times one candidate once.</param>
    /// <param name="secondsAtMost">For the first round: where it takes longer, other programs keep the machine busy, and the usual one stays.</param>
    public static T Winner<T>(IReadOnlyList<T> candidates, int rounds, Func<T, double> seconds, double secondsAtMost = double.MaxValue)
    {
        if (candidates.Count == 1)
            return candidates[0];
        var total = 0.0;
        foreach (var candidate in candidates)
        {
            total += seconds(candidate);
            if (total > secondsAtMost)
                return candidates[0];
        }
        var best = Enumerable.Repeat(double.MaxValue, candidates.Count).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
                best[i] = Math.Min(best[i], seconds(candidates[i]));
        }
        var fastest = Array.IndexOf(best, best.Min());
        return best[0] > Margin * best[fastest] ? candidates[fastest] : candidates[0];
    }
}
