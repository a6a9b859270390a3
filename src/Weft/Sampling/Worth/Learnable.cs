namespace Weft.Sampling.Worth;

/// <summary>What is known of examples before anything is trained.</summary>
/// <param name="Losses">[examples] what an example costs who has learnt all that can be learnt of it elsewhere, nats a token; zeros where nothing is known.</param>
/// <param name="Garbage">[examples] 1 where the words are in no order, else 0.</param>
internal sealed record Learnable(float[] Losses, byte[] Garbage)
{
    // Lists and tables have less order than sentences, and more than this part of what shuffled text lacks.
    private const double LeastDisorder = 0.5;

    /// <summary>Looks at the examples.</summary>
    public static Learnable Of(IExamples examples) => Of(examples, new ExampleCopies(examples));

    /// <summary>Looks at the examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="copies">Which of them are copies.</param>
    public static Learnable Of(IExamples examples, ExampleCopies copies) => ExampleLoss.Of(examples, copies) is { } losses
        ? new Learnable([.. losses.Select(loss => loss.Learnable)], [.. losses.Select(loss => loss.Disorder >= LeastDisorder ? (byte)1 : (byte)0)])
        : Unknown(examples.Count);

    /// <summary>Nothing is known.</summary>
    public static Learnable Unknown(long examples) => new(new float[examples], new byte[examples]);
}
