namespace Weft.Tasks.Translation;

/// <summary>The beginnings of a translation of one sentence that are followed, and the best that has come to its end.</summary>
/// <param name="options">How many are followed, and how they are compared.</param>
/// <param name="end">The end-of-text token.</param>
/// <param name="longest">How many tokens a translation has at most, its end among them.</param>
internal sealed class Beam(BeamOptions options, long end, int longest)
{
    /// <summary>The beginnings, the best first; none where the search is over.</summary>
    public IReadOnlyList<Hypothesis> Live { get; private set; } = [Hypothesis.Start(end)];

    /// <summary>The best translation so far; null before the first.</summary>
    public Hypothesis? Best { get; private set; }

    /// <summary>Follows the best continuations. One that ends is a translation where it is among as many as are followed; in its place goes on what comes behind these.</summary>
    /// <param name="continuations">The likeliest twice as many as are followed, or more.</param>
    public void Advance(IEnumerable<Hypothesis> continuations)
    {
        var live = new List<Hypothesis>();
        foreach (var (rank, one) in continuations.OrderByDescending(one => one.Score).Take(2 * options.Width).Index())
        {
            if (live.Count == options.Width)
                break;
            if (one.Token != end)
                live.Add(one);
            else if (rank < options.Width)
                Finish(one);
        }
        if (live.Count > 0 && live[0].Length == longest)
            live.ForEach(Finish);
        Live = IsOver(live) ? [] : live;
    }

    private void Finish(Hypothesis translation)
    {
        if (Best is null || Normalised(translation) > Normalised(Best))
            Best = translation;
    }

    // What goes on can only lose probability, and is divided by no more than at the greatest length. To stop as soon as as many have ended as are followed
    // could leave a likely text behind for unlikely ones that are shorter.
    private bool IsOver(List<Hypothesis> live) => live.Count == 0 || live[0].Length == longest
        || (Best is not null && Normalised(Best) >= options.Normalise(live[0].Score, longest));

    private double Normalised(Hypothesis translation) => options.Normalise(translation.Score, translation.Length);
}

/// <summary>The beginning of a translation.</summary>
/// <param name="Before">All but its last token; null of the start.</param>
/// <param name="Token">Its last token.</param>
/// <param name="Score">The logarithm of its probability.</param>
/// <param name="Length">Its tokens, without the start.</param>
internal sealed record Hypothesis(Hypothesis? Before, long Token, double Score, int Length)
{
    /// <summary>Which row of the batch it is, among those that are followed.</summary>
    public int Row { get; set; }

    /// <summary>What translations begin behind.</summary>
    public static Hypothesis Start(long token) => new(null, token, 0, 0);

    /// <summary>With one more token.</summary>
    public Hypothesis Then(long token, double logarithm) => new(this, token, Score + logarithm, Length + 1);

    /// <summary>Its tokens in their order, without the start and without the end.</summary>
    public long[] TokensBefore(long end)
    {
        var tokens = new Stack<long>();
        for (var last = this; last.Before is { } before; last = before)
        {
            if (last.Token != end)
                tokens.Push(last.Token);
        }
        return [.. tokens];
    }
}
