using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.LanguageModelling;

/// <summary>The chunks of a training split as examples: every token is a target, and its input the token before it.</summary>
/// <param name="chunks">The chunks.</param>
/// <param name="vocabulary">Their tokens.</param>
/// <param name="setup">How chunks become rows.</param>
internal sealed class TokenExamples(ChunkSource chunks, Vocabulary vocabulary, LanguageModellingSetup setup) : IExamples
{
    private const int ExcerptTokens = 24;

    /// <summary>The chunks of a corpus's training split.</summary>
    /// <exception cref="InvalidDataException">They do not fill one batch.</exception>
    public static TokenExamples Of(TokenStore store, LanguageModellingSetup setup) =>
        new(TokenChunks.Training(store, setup), store.Vocabulary, setup);

    /// <inheritdoc/>
    public long Count => chunks.Count;

    /// <inheritdoc/>
    public long TargetsInEpoch => chunks.Tokens.Count;

    /// <inheritdoc/>
    public ExampleOrder Order => setup.Batching switch
    {
        // Columns are read in their order, or they are none.
        BatchingMode.Stream => ExampleOrder.Sequential,
        BatchingMode.Padded => ExampleOrder.Neighbours,
        _ => ExampleOrder.Any,
    };

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => chunks.RangeOf(epoch, example).Scored;

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into) =>
        chunks.Read(chosen.Epoch, chosen.Examples, into, SampledWordDropout.Of(chosen, setup.WordDropout, vocabulary, setup.Seed), chosen.Drawn);

    /// <inheritdoc/>
    public float[] Difficulties() => ChunkComplexity.Of(chunks, TokenFrequencies.Count(chunks.Tokens, vocabulary.Count));

    /// <inheritdoc/>
    public long[] TokensOf(long example)
    {
        var range = chunks.RangeOf(0, example);
        var (ids, targets) = (new long[range.Length], new long[range.Length]);
        chunks.Read(range, ids, targets);
        return targets[range.Context..];
    }

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');
}
