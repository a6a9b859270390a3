using Weft.Sampling.Worth;

namespace Weft.Sampling.Static;

/// <summary>What examples are worth by themselves: a text that stands n times counts once, and word salad little.</summary>
internal static class AuditWeights
{
    // Lists and tables have less order than sentences, and more than this part of what shuffled text lacks.
    private const double LeastDisorder = 0.5;

    /// <summary>The weight of each example, 0 to 1.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="garbage">What an example without order counts.</param>
    /// <returns>[examples]</returns>
    public static float[] Of(IExamples examples, double garbage)
    {
        var copies = new ExampleCopies(examples);
        // Of too little text nothing is known but its copies.
        var losses = ExampleLoss.Of(examples, copies);
        return [.. copies.Shares.Select((share, example) => losses?[example].Disorder >= LeastDisorder ? (float)garbage * share : share)];
    }
}
