using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Classification.Search;

/// <summary>
/// The documents of a split, which are pairs of texts that belong together. Each makes an example of its own, and others in which the first text stands with the
/// second of another pair, drawn anew in every epoch. What an example is depends on nothing but its number and the epoch: neither on the batch nor on who reads it.
/// </summary>
/// <remarks>A pair takes 12 bytes of memory.</remarks>
internal sealed class BelongingPairs : IExamples
{
    /// <summary>The classes: the texts belong to different pairs, or together.</summary>
    public static readonly IReadOnlyList<string> Classes = ["apart", "together"];

    /// <summary>How many examples with another second text each pair makes.</summary>
    public const int Others = 3;

    private const int ExcerptTokens = 24;

    private readonly TokenSequence _tokens;
    private readonly Vocabulary _vocabulary;
    private readonly ClassificationSetup _setup;
    private readonly (long Begin, int Length)[] _pairs;

    /// <param name="tokens">The split.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How documents become examples.</param>
    public BelongingPairs(TokenSequence tokens, Vocabulary vocabulary, ClassificationSetup setup)
    {
        (_tokens, _vocabulary, _setup) = (tokens, vocabulary, setup);
        var starts = new long[tokens.DocumentCount + 1];
        tokens.CopyDocumentStarts(0, starts);
        _pairs = [.. starts.Zip(starts.Skip(1), (begin, end) => (begin, (int)(end - begin))).OrderBy(pair => pair.Item2)];
        Cut = Enumerable.Range(0, _pairs.Length).Count(pair => SidesOf(pair).IsCut);
    }

    /// <summary>How many pairs there are.</summary>
    public int Pairs => _pairs.Length;

    /// <summary>How many of them have a text that is longer than what the model sees of it.</summary>
    public int Cut { get; }

    /// <inheritdoc/>
    public long Count => (1L + Others) * Pairs;

    /// <inheritdoc/>
    public long TargetsInEpoch => Count;

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>The two texts of a pair.</summary>
    public PairSides SidesOf(int pair)
    {
        var ids = new long[_pairs[pair].Length];
        _tokens.CopyTo(_pairs[pair].Begin, ids);
        return PairSides.Of(ids, _vocabulary.EndOfTextId, _setup.Context);
    }

    /// <summary>A number for the second text of each pair, the same where texts are equal.</summary>
    public long[] NumberSecondTexts()
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Pairs).Select(pair => numbers.TryGetValue(KeyOf(pair), out var known) ? known : numbers[KeyOf(pair)] = numbers.Count)];

        string KeyOf(int pair) => string.Join(' ', SidesOf(pair).Second);
    }

    /// <summary>Whose second text an example has beside the first one of its own pair.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="example">The example.</param>
    /// <returns>The pairs of the first and of the second text; the same where they belong together.</returns>
    public (int First, int Second) PairsOf(long epoch, long example)
    {
        var own = (int)(example / (1 + Others));
        if (example % (1 + Others) == 0 || Pairs == 1)
            return (own, own);
        // Any but the own one.
        var other = RandomStream.For(_setup.Seed, "other text", epoch, example).NextInt32(Pairs - 1);
        return (own, other < own ? other : other + 1);
    }

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => 1;

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        var (first, second) = (Dropout((long)RandomStream.For(_setup.Seed, "first").NextUInt64()), Dropout(_setup.Seed));
        PairSides.Fill(into, chosen.Examples, Sides(chosen.Examples), Sides(chosen.Drawn ?? []), _vocabulary, _setup, (first, second));
        for (var row = 0; row < chosen.Examples.Length; row++)
        {
            var (one, other) = PairsOf(chosen.Epoch, chosen.Examples[row]);
            into.TargetsOf(row)[0] = one == other ? 1 : 0;
        }

        List<PairSides> Sides(long[] examples) => [.. examples.Select(example => Mixed(PairsOf(chosen.Epoch, example)))];

        WordDropout? Dropout(long seed) => SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, seed);
    }

    /// <summary>The first text of its pair: the second is another one in every epoch.</summary>
    public long[] TokensOf(long example) => [.. SidesOf((int)(example / (1 + Others))).First.Select(id => (long)id)];

    /// <inheritdoc/>
    public float[] Difficulties()
    {
        var surprisals = ChunkComplexity.Surprisals(TokenFrequencies.Count(_tokens, _vocabulary.Count));
        float[] ofPairs = [.. Enumerable.Range(0, Pairs).Select(pair => (float)SidesOf(pair).First.Average(id => surprisals[id]))];
        return [.. Enumerable.Range(0, checked((int)Count)).Select(example => ofPairs[example / (1 + Others)])];
    }

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    private PairSides Mixed((int First, int Second) pairs) => pairs.First == pairs.Second
        ? SidesOf(pairs.First)
        : SidesOf(pairs.First) with { Second = SidesOf(pairs.Second).Second };
}
