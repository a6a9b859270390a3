using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Sampling.Structures;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>
/// The documents of a split, which are pairs of a source and its translation. The encoder reads the source with its end; the decoder reads an end and then the target, and
/// each of its tokens has the next one as target, the last the end. Of a side with more tokens than the context the first are seen. Numbered so that neighbours are alike in
/// length on both sides (<see cref="PairOrder"/>), and make batches with little padding. Pairs of which a side has no token are left out.
/// </summary>
/// <remarks>A pair takes 16 bytes of memory.</remarks>
internal sealed class TranslationPairs : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly TokenSequence _tokens;
    private readonly Vocabulary _vocabulary;
    private readonly Vocabulary _source;
    private readonly TranslationSetup _setup;
    private readonly Pair[] _pairs;

    /// <param name="tokens">The split.</param>
    /// <param name="vocabulary">The tokens; of targets alone, where sources have a vocabulary of their own.</param>
    /// <param name="setup">How documents become examples.</param>
    public TranslationPairs(TokenSequence tokens, Vocabulary vocabulary, TranslationSetup setup)
    {
        (_tokens, _vocabulary, _source, _setup) = (tokens, vocabulary, setup.Source?.Vocabulary ?? vocabulary, setup);
        var all = In(tokens, _source.EndOfTextId).ToList();
        // An end alone is no text.
        var some = all.Where(pair => pair.Source > 1 && pair.Target > 1).ToList();
        _pairs = [.. PairOrder.Of([.. some.Select(pair => (Seen(pair.Source), Seen(pair.Target)))], setup.Batch * ChunkOrders.BucketBatches).Select(pair => some[pair])];
        Empty = all.Count - _pairs.Length;
        Cut = _pairs.Count(pair => pair.Source > setup.Context || pair.Target > setup.Context);
        TargetsInEpoch = _pairs.Sum(pair => (long)Seen(pair.Target));
    }

    /// <summary>How many pairs have a side that is longer than what the model sees of it.</summary>
    public int Cut { get; }

    /// <summary>How many pairs have a side without a token.</summary>
    public int Empty { get; }

    /// <inheritdoc/>
    public long Count => _pairs.LongLength;

    /// <inheritdoc/>
    public long TargetsInEpoch { get; }

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>How often each token stands in a target, ends among them.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="source">Those of sources, where they are others.</param>
    /// <returns>[vocabulary]</returns>
    public static long[] CountTargets(TokenSequence tokens, Vocabulary vocabulary, Vocabulary? source)
    {
        var (counts, ids) = (new long[vocabulary.Count], Array.Empty<long>());
        foreach (var pair in In(tokens, (source ?? vocabulary).EndOfTextId))
        {
            if (ids.Length < pair.Target)
                ids = new long[pair.Target];
            tokens.CopyTo(pair.Begin + pair.Source, ids.AsSpan(0, pair.Target));
            foreach (var id in ids.AsSpan(0, pair.Target))
                counts[id]++;
        }
        return counts;
    }

    /// <summary>Where a target begins, in tokens of the split.</summary>
    public long BeginOf(long example) => _pairs[example].Begin + _pairs[example].Source;

    /// <summary>All tokens of a pair's source and of its target, also those that the model does not see.</summary>
    public (long[] Source, long[] Target) TokensOf(long example)
    {
        var pair = _pairs[example];
        var (source, target) = (new long[pair.Source], new long[pair.Target]);
        _tokens.CopyTo(pair.Begin, source);
        _tokens.CopyTo(pair.Begin + pair.Source, target);
        return (source, target);
    }

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => Seen(_pairs[example].Target);

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        var (pairs, all) = (Array.ConvertAll(chosen.Examples, example => _pairs[example]), (chosen.Drawn ?? chosen.Examples).Select(example => _pairs[example]).ToList());
        into.Begin(chosen.Examples, Array.ConvertAll(pairs, pair => Seen(pair.Target)), _vocabulary.EndOfTextId, _setup.Padding, width: Widest(pair => pair.Target));
        var source = into.BeginSource(Array.ConvertAll(pairs, pair => Seen(pair.Source)), Widest(pair => pair.Source), _source.EndOfTextId);
        // Other words are taken out of the target than out of the source.
        var (ofTarget, ofSource) = (Dropout(_vocabulary, _setup.Seed), Dropout(_source, (long)RandomStream.For(_setup.Seed, "source").NextUInt64()));
        foreach (var (row, pair) in pairs.Index())
        {
            _tokens.CopyTo(pair.Begin, source.IdsOf(row));
            ofSource?.Apply(source.IdsOf(row), row);
            TargetRow.Read(_tokens, pair.Begin + pair.Source, into, row, _vocabulary.EndOfTextId, ofTarget);
        }

        int Widest(Func<Pair, int> side) => all.Count == 0 ? 1 : all.Max(pair => Seen(side(pair)));

        WordDropout? Dropout(Vocabulary vocabulary, long seed) => SampledWordDropout.Of(chosen, _setup.WordDropout, vocabulary, seed);
    }

    /// <inheritdoc/>
    long[] IExamples.TokensOf(long example)
    {
        var (source, target) = TokensOf(example);
        // Two vocabularies number other words alike.
        var first = _setup.Source is null ? 0L : _vocabulary.Count;
        return [.. source.Select(id => first + id), .. target];
    }

    /// <inheritdoc/>
    public float[] Difficulties()
    {
        var surprisals = ChunkComplexity.Surprisals(CountTargets(_tokens, _vocabulary, _source));
        return [.. Enumerable.Range(0, _pairs.Length).Select(example => (float)TokensOf(example).Target.Average(id => surprisals[id]))];
    }

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Source.Take(ExcerptTokens).Select(id => _source[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    private static IEnumerable<Pair> In(TokenSequence tokens, long end)
    {
        var (starts, ids) = (new long[tokens.DocumentCount + 1], Array.Empty<long>());
        tokens.CopyDocumentStarts(0, starts);
        for (var document = 0; document + 1 < starts.Length; document++)
        {
            var length = (int)(starts[document + 1] - starts[document]);
            if (ids.Length < length)
                ids = new long[length];
            tokens.CopyTo(starts[document], ids.AsSpan(0, length));
            var source = ids.AsSpan(0, length).IndexOf(end) + 1;
            yield return new Pair(starts[document], source, length - source);
        }
    }

    private int Seen(int tokens) => Math.Min(tokens, _setup.Context);

    /// <summary>A pair: where it begins, and the tokens of its source and of its target, each with its end.</summary>
    private readonly record struct Pair(long Begin, int Source, int Target);
}
