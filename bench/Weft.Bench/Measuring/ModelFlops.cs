using Weft.Modeling;

namespace Weft.Bench.Measuring;

/// <summary>
/// The arithmetic that training a model needs, whoever does it and however: what model FLOPs utilisation counts (Chowdhery et al.
/// 2022, PaLM, appendix B). A multiplication and an addition are two operations. Products alone are counted; look-ups, norms, softmax,
/// dropout, loss and optimizer are not, nor is anything that is computed twice.
/// </summary>
internal static class ModelFlops
{
    /// <summary>The formula in words, for reports.</summary>
    public const string Formula = "6 * (layers * (4 d^2 + 2 d ff) + d * vocabulary) + 12 * layers * d * (context + 1) / 2";

    /// <summary>The same of <see cref="PerTokenOfEncoder"/>.</summary>
    public const string EncoderFormula = "6 * layers * (4 d^2 + 2 d ff) + 12 * layers * d * tokens seen";

    /// <summary>
    /// The weights that a token is multiplied with: queries, keys, values and output d^2 each, the feed-forward network d * ff twice, the
    /// decoder d * vocabulary. The embedding is looked up, not multiplied; where the decoder shares it, it counts as the decoder.
    /// </summary>
    public static double WeightsInProducts(ModelOptions model, int vocabulary)
    {
        double d = model.Dimension;
        return model.Layers * (4 * d * d + 2 * d * model.FeedForward) + d * vocabulary;
    }

    /// <summary>
    /// Operations for one token, forward and backward. Each weight takes 2 forward, 2 for the gradient of the input and 2 for its own.
    /// Attention takes 2 d for the score of each key seen and 2 d for adding its value, and twice that backward: 12 d; a token at
    /// position t of a context sees t keys, which is (context + 1) / 2 on average.
    /// </summary>
    public static double PerToken(ModelOptions model, int vocabulary, int context) =>
        6 * WeightsInProducts(model, vocabulary) + 12.0 * model.Layers * model.Dimension * (context + 1) / 2;

    /// <summary>The same of an encoder, whose tokens see their whole text; its head, which is taken once a text, is left out.</summary>
    /// <param name="model">The shape.</param>
    /// <param name="seen">How many tokens a token sees, on average.</param>
    public static double PerTokenOfEncoder(ModelOptions model, double seen) =>
        6 * WeightsInProducts(model, vocabulary: 0) + 12.0 * model.Layers * model.Dimension * seen;
}
