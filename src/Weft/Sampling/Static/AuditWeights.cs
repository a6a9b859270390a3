using Weft.Sampling.Worth;

namespace Weft.Sampling.Static;

/// <summary>What examples are worth by themselves: a text that stands n times counts once, and word salad little.</summary>
internal static class AuditWeights
{
    /// <summary>The weight of each example, 0 to 1.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="garbage">What an example without order counts.</param>
    /// <returns>[examples]</returns>
    public static float[] Of(IExamples examples, double garbage)
    {
        var copies = new ExampleCopies(examples);
        var learnable = Learnable.Of(examples, copies);
        return [.. copies.Shares.Select((share, example) => learnable.Garbage[example] != 0 ? (float)garbage * share : share)];
    }
}
