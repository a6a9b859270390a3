namespace Weft.Data.Auditing.Losses;

/// <summary>How much the gain of a word speaks for disorder: the logarithm of how likely it is in shuffled text over how likely it is in text as it is, among words as frequent.</summary>
internal sealed class GainTable
{
    private const int Frequencies = 8;
    private const double NatsInFrequency = 1.75;
    private const int Gains = 40;
    private const double Least = -3;
    private const double NatsInGain = 0.25;

    private readonly double[] _evidence = new double[Frequencies * Gains];

    /// <summary>Compares two texts.</summary>
    /// <param name="order">Of text as it is.</param>
    /// <param name="disorder">Of shuffled text.</param>
    public GainTable(Counts order, Counts disorder)
    {
        for (var frequency = 0; frequency < Frequencies; frequency++)
        {
            var place = frequency * Gains;
            var (all, allShuffled) = (order.Sum(place, Gains), disorder.Sum(place, Gains));
            // Gains that were hardly seen say little.
            for (var gain = 0; gain < Gains; gain++)
            {
                _evidence[place + gain] = Math.Log((disorder[place + gain] + 1) / (allShuffled + Gains)) - Math.Log((order[place + gain] + 1) / (all + Gains));
                MeanOfDisorder += _evidence[place + gain] * disorder[place + gain] / disorder.Sum(0, Frequencies * Gains);
            }
        }
    }

    /// <summary>What the words of shuffled text say on average.</summary>
    public double MeanOfDisorder { get; }

    /// <summary>What words say on average.</summary>
    public double MeanOf(ReadOnlySpan<WordLoss> losses)
    {
        var sum = 0.0;
        foreach (var loss in losses)
            sum += Of(loss);
        return sum / losses.Length;
    }

    /// <summary>What the loss of a word says: above 0 for disorder.</summary>
    public double Of(WordLoss loss) => _evidence[PlaceOf(loss)];

    private static int PlaceOf(WordLoss loss) =>
        Math.Clamp((int)(loss.Unigram / NatsInFrequency), 0, Frequencies - 1) * Gains + Math.Clamp((int)((loss.Gain - Least) / NatsInGain), 0, Gains - 1);

    /// <summary>How often words of each frequency have each gain.</summary>
    public sealed class Counts
    {
        private readonly double[] _counts = new double[Frequencies * Gains];

        /// <summary>The count of a place.</summary>
        public double this[int place] => _counts[place];

        /// <summary>The sum of some places.</summary>
        public double Sum(int first, int count) => _counts.AsSpan(first, count).ToArray().Sum();

        /// <summary>Counts the words of a text.</summary>
        public void Add(ReadOnlySpan<WordLoss> losses)
        {
            foreach (var loss in losses)
                _counts[PlaceOf(loss)]++;
        }
    }
}
