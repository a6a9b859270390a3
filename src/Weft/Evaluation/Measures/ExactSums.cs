using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>
/// Sums of several groups that are the same bits in whatever order numbers come, and however many workers share them: each number is rounded to a multiple of
/// 2^-40, and these are added up as whole numbers. Losses of float32 above 2^-17 are such multiples already.
/// </summary>
/// <param name="groups">How many groups there are.</param>
internal sealed class ExactSums(int groups)
{
    private const double Units = 1L << 40;

    // Beyond it, and for what is no number at all, there is nothing to be exact about.
    private const double Most = 1L << 60;

    private Int128[] _units = new Int128[groups];
    private readonly double[] _others = new double[groups];

    /// <summary>A group's sum; not finite where one of its numbers is not.</summary>
    public double this[int group] => (double)_units[group] / Units + _others[group];

    /// <summary>Adds a number to a group.</summary>
    public void Add(int group, double number)
    {
        if (Math.Abs(number) < Most)
            _units[group] += (Int128)Math.Round(number * Units);
        else
            _others[group] += number;
    }

    /// <summary>Adds the sums of the other workers: all have those of all then.</summary>
    public void Merge(IWorkers workers)
    {
        if (workers.Count == 1)
            return;
        var all = workers.Gather(_units);
        // A new one: the others may still read what was given.
        _units = new Int128[groups];
        for (var i = 0; i < all.Length; i++)
            _units[i % groups] += all[i];
        workers.Sum(_others);
    }
}
