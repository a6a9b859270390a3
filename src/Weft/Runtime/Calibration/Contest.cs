namespace Weft.Runtime.Calibration;

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
    public static T Winner<T>(IReadOnlyList<T> candidates, int rounds, Func<T, double> seconds)
    {
        if (candidates.Count == 1)
            return candidates[0];
        var best = Enumerable.Repeat(double.MaxValue, candidates.Count).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                var time = seconds(candidates[i]);
                best[i] = round == 0 ? double.MaxValue : Math.Min(best[i], time);
            }
        }
        var fastest = Array.IndexOf(best, best.Min());
        return best[0] > Margin * best[fastest] ? candidates[fastest] : candidates[0];
    }
}
