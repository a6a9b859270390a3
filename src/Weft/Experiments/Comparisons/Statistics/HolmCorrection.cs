namespace Weft.Experiments.Comparisons.Statistics;

/// <summary>
/// Holm's correction (1979, "A Simple Sequentially Rejective Multiple Test Procedure"): with it the probability that any of several tests
/// finds a difference where there is none stays below the level that each corrected value is held against.
/// </summary>
internal static class HolmCorrection
{
    /// <summary>Corrects the p-values of tests that are looked at together.</summary>
    /// <param name="values">p-values; null for a test that could not be made, which does not count.</param>
    /// <returns>Corrected values in the same order.</returns>
    public static IReadOnlyList<double?> Correct(IReadOnlyList<double?> values)
    {
        var corrected = new double?[values.Count];
        var made = values.Index().Where(test => test.Item is not null).OrderBy(test => test.Item).ToList();
        var highest = 0.0;
        foreach (var (rank, (index, value)) in made.Index())
        {
            highest = Math.Max(highest, Math.Min(1, (made.Count - rank) * value!.Value));
            corrected[index] = highest;
        }
        return corrected;
    }
}
