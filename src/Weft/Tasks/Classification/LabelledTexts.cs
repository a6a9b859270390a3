using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Sampling.Structures;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Classification;

/// <summary>
/// The documents of a split with their labels: an example is a document's first tokens, and has one target. Numbered by rising length,
/// those of one length in the order of the text: neighbours make batches with little padding. Pairs that are read apart are alike in length on both sides. Documents without a token are left out.
/// </summary>
/// <remarks>A document takes 16 bytes of memory.</remarks>
internal sealed class LabelledTexts : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly TokenSequence _tokens;
    private readonly Vocabulary _vocabulary;
    private readonly ClassificationSetup _setup;
    private readonly LabelledText[] _texts;

    /// <param name="tokens">The split; its documents have labels.</param>
    /// <param name="classes">The model's class for each label of the token store.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How documents become examples.</param>
    public LabelledTexts(TokenSequence tokens, IReadOnlyList<int> classes, Vocabulary vocabulary, ClassificationSetup setup)
    {
        (_tokens, _vocabulary, _setup) = (tokens, vocabulary, setup);
        var starts = new long[tokens.DocumentCount + 1];
        var labels = new int[tokens.DocumentCount];
        tokens.CopyDocumentStarts(0, starts);
        tokens.CopyLabels(0, labels);
        var texts = labels.Select((label, document) => new LabelledText(
                starts[document], (int)Math.Min(int.MaxValue, starts[document + 1] - starts[document]), (ushort)classes[label]))
            .Where(text => text.Whole > 0).ToList();
        _texts = setup.IsApart ? [.. Apart(texts)] : [.. texts.OrderBy(text => text.LengthIn(setup.Context))];
        Cut = setup.IsApart ? _texts.Count(text => SidesOf(text).IsCut) : _texts.Count(text => text.Whole > setup.Context);
        Empty = labels.Length - _texts.Length;
    }

    /// <summary>How many documents have no token.</summary>
    public int Empty { get; }

    /// <summary>How many documents are longer than what the model sees of them.</summary>
    public int Cut { get; }

    /// <inheritdoc/>
    public long Count => _texts.Length;

    /// <inheritdoc/>
    public long TargetsInEpoch => _texts.Length;

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <inheritdoc/>
    /// <remarks>Two lengths want smaller buckets than one: small sets make few.</remarks>
    public int BucketBatches => _setup.IsApart ? 2 : ChunkOrders.BucketBatches;

    /// <summary>How many texts each class has.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <returns>[classes]</returns>
    public long[] CountClasses(int classes)
    {
        var counts = new long[classes];
        foreach (var text in _texts)
            counts[text.Class]++;
        return counts;
    }

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, Count);
        return 1;
    }

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        if (_setup.IsApart)
        {
            ReadApart(chosen, into);
            return;
        }
        var rows = chosen.Examples.Length;
        Span<int> lengths = rows <= 256 ? stackalloc int[rows] : new int[rows];
        for (var row = 0; row < rows; row++)
            lengths[row] = _texts[chosen.Examples[row]].LengthIn(_setup.Context);
        var width = chosen.Drawn is null ? 1 : chosen.Drawn.Max(text => _texts[text].LengthIn(_setup.Context));
        into.Begin(chosen.Examples, lengths, _vocabulary.EndOfTextId, _setup.Padding, hasTargetPerToken: false, width);
        var dropout = SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, _setup.Seed);
        for (var row = 0; row < rows; row++)
        {
            var text = _texts[chosen.Examples[row]];
            Copy(text, into.IdsOf(row));
            into.TargetsOf(row)[0] = text.Class;
            dropout?.Apply(into.IdsOf(row), row);
        }
        AddNgrams(into, _setup.Ngrams);
    }

    /// <summary>Finds the n-grams of all rows of a batch, where the model sees any.</summary>
    /// <param name="buffer">The batch, with its tokens.</param>
    /// <param name="ngrams">Finds them; null is none.</param>
    public static void AddNgrams(BatchBuffer buffer, TextNgrams? ngrams) =>
        buffer.Ngrams = ngrams is null ? null : NgramBags.Of([.. Enumerable.Range(0, buffer.Examples.Count).Select(row => ngrams.Of(buffer.IdsOf(row)))]);

    /// <inheritdoc/>
    public long[] TokensOf(long example)
    {
        var tokens = new long[_texts[example].LengthIn(Room)];
        _tokens.CopyTo(_texts[example].Begin, tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public float[] Difficulties() => ChunkComplexity.Of(this, TokenFrequencies.Count(_tokens, _vocabulary.Count));

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    // How much is seen of a document at most: of two texts that are read apart as much of each.
    private int Room => _setup.IsApart ? 2 * _setup.Context : _setup.Context;

    private void ReadApart(Samples chosen, BatchBuffer into)
    {
        // Other words are taken out of the first text than out of the second.
        var (first, second) = (Dropout((long)RandomStream.For(_setup.Seed, "first").NextUInt64()), Dropout(_setup.Seed));
        PairSides.Fill(into, chosen.Examples, SidesOf(chosen.Examples), SidesOf(chosen.Drawn ?? []), _vocabulary, _setup, (first, second));
        for (var row = 0; row < chosen.Examples.Length; row++)
            into.TargetsOf(row)[0] = _texts[chosen.Examples[row]].Class;

        WordDropout? Dropout(long seed) => SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, seed);
    }

    // Alike on both sides, each of which is padded by itself.
    private IEnumerable<LabelledText> Apart(List<LabelledText> texts) =>
        PairOrder.Of([.. texts.Select(SidesOf).Select(sides => (sides.First.Length, sides.Second.Length))], _setup.Batch * BucketBatches).Select(pair => texts[pair]);

    private List<PairSides> SidesOf(long[] examples) => [.. examples.Select(example => SidesOf(_texts[example]))];

    private PairSides SidesOf(LabelledText text)
    {
        var ids = new long[text.Whole];
        _tokens.CopyTo(text.Begin, ids);
        return PairSides.Of(ids, _vocabulary.EndOfTextId, _setup.Context);
    }

    private void Copy(LabelledText text, Span<long> seen)
    {
        if (text.Whole == seen.Length || _setup.Task != TaskKind.Matching)
        {
            _tokens.CopyTo(text.Begin, seen);
            return;
        }
        var pair = new long[text.Whole];
        _tokens.CopyTo(text.Begin, pair);
        PairCut.Copy(pair, _vocabulary.EndOfTextId, seen);
    }

    /// <summary>A text: where it begins, how many tokens it has, and its class.</summary>
    private readonly record struct LabelledText(long Begin, int Whole, ushort Class)
    {
        public int LengthIn(int context) => Math.Min(context, Whole);
    }
}
