using Weft.Foundation;

namespace Weft.Text.Vectors.Learning;

/// <summary>How GloVe vectors are learned (Pennington, Socher and Manning 2014); the defaults are those of Stanford's tool.</summary>
internal sealed record GloVeOptions
{
    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; init; } = 50;

    /// <summary>How many words to the left and to the right of a word are its context.</summary>
    public int Window { get; init; } = 15;

    /// <summary>Passes over all pairs of words.</summary>
    public int Iterations { get; init; } = 25;

    /// <summary>AdaGrad's learning rate, eta.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>Pairs that occur together more often weigh no more: x_max of the paper's equation 9.</summary>
    public double MaximumCount { get; init; } = 100;

    /// <summary>The exponent of the weight of rarer pairs: alpha of equation 9.</summary>
    public double Exponent { get; init; } = 0.75;

    /// <summary>Gigabytes for counting and shuffling pairs; the vectors themselves come on top, 16 bytes a number.</summary>
    public double Memory { get; init; } = 1;

    /// <summary>Threads that learn. They change shared vectors without waiting for one another (Recht et al. 2011), so only one gives the
    /// same vectors each time.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Determines the first vectors and the order of the pairs.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The memory in bytes.</summary>
    internal long MemoryBytes => (long)(Memory * (1L << 30));

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems)
    {
        problems.Require(Dimension is > 0 and <= 4096, "--dimension", Dimension, "be from 1 to 4096");
        problems.Require(Window is > 0 and <= 1000, "--window", Window, "be from 1 to 1000");
        problems.Require(Iterations > 0, "--iterations", Iterations, "be above 0");
        problems.Require(Rate is > 0 and < 10, "--rate", Rate, "be above 0 and below 10");
        problems.Require(MaximumCount > 0 && double.IsFinite(MaximumCount), "--x-max", MaximumCount, "be above 0");
        problems.Require(Exponent is >= 0 and <= 1, "--alpha", Exponent, "be from 0 to 1");
        problems.Require(Memory is >= 0.01 and <= 4096, "--memory", Memory, "be from 0.01 to 4096 (gigabytes)");
        problems.Require(Threads > 0, "--threads", Threads, "be above 0");
    }
}
