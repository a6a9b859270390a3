using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Tagging;

/// <summary>
/// The documents of a split, which are sentences, with the tags of their words: a token that begins a word has the word's tag as target, others have none.
/// A document that is longer than the context makes several examples. Numbered by rising length, as <see cref="DocumentChunks"/> are; what has
/// no word is left out.
/// </summary>
/// <remarks>An example takes 12 bytes of memory besides its chunk.</remarks>
internal sealed class TaggedSentences : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly DocumentChunks _pieces;
    private readonly IReadOnlyList<int> _classes;
    private readonly Vocabulary _vocabulary;
    private readonly TaggingSetup _setup;
    private readonly long[] _kept;
    private readonly int[] _words;

    /// <param name="tokens">The split; its tokens have tags.</param>
    /// <param name="classes">The model's class for each tag of the text, without those that stand for none.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="setup">How documents become examples.</param>
    public TaggedSentences(TokenSequence tokens, IReadOnlyList<int> classes, Vocabulary vocabulary, TaggingSetup setup)
    {
        (_classes, _vocabulary, _setup) = (classes, vocabulary, setup);
        _pieces = new DocumentChunks(tokens, setup.Context, vocabulary.EndOfTextId, setup.Padding);
        var (kept, words, targets) = (new List<long>(), new List<int>(), new long[setup.Context]);
        for (var piece = 0L; piece < _pieces.Count; piece++)
        {
            var own = targets.AsSpan(0, _pieces.RangeOf(0, piece).Length);
            CopyTargets(piece, own);
            if (own.Length - own.Count(ChunkSource.Ignored) is var some and > 0)
            {
                kept.Add(piece);
                words.Add(some);
            }
        }
        (_kept, _words) = ([.. kept], [.. words]);
        TargetsInEpoch = _words.Sum(some => (long)some);
        Cut = CountCut();
    }

    /// <summary>How many sentences are longer than what the model sees at once.</summary>
    public long Cut { get; }

    /// <inheritdoc/>
    public long Count => _kept.LongLength;

    /// <inheritdoc/>
    public long TargetsInEpoch { get; }

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>Where an example begins, in tokens of the split.</summary>
    public long BeginOf(long example) => _pieces.RangeOf(0, _kept[example]).Begin;

    /// <summary>How many words each class has.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <returns>[classes]</returns>
    public long[] CountClasses(int classes)
    {
        var (counts, targets) = (new long[classes], new long[_setup.Context]);
        foreach (var piece in _kept)
        {
            var own = targets.AsSpan(0, _pieces.RangeOf(0, piece).Length);
            CopyTargets(piece, own);
            foreach (var target in own)
            {
                if (target != ChunkSource.Ignored)
                    counts[target]++;
            }
        }
        return counts;
    }

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => _words[example];

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        int[] lengths = [.. chosen.Examples.Select(LengthOf)];
        into.Begin(chosen.Examples, lengths, _vocabulary.EndOfTextId, _setup.Padding, width: chosen.Drawn is null ? 1 : chosen.Drawn.Max(LengthOf));
        var dropout = SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, _setup.Seed);
        for (var row = 0; row < lengths.Length; row++)
        {
            var piece = _kept[chosen.Examples[row]];
            _pieces.Tokens.CopyTo(_pieces.RangeOf(0, piece).Begin, into.IdsOf(row));
            CopyTargets(piece, into.TargetsOf(row));
            dropout?.Apply(into.IdsOf(row), row);
        }
        _setup.Ngrams?.AddTo(into, row => FirstsIn(into.TargetsOf(row)));
    }

    /// <inheritdoc/>
    public float[] Difficulties()
    {
        var all = ChunkComplexity.Of(_pieces, TokenFrequencies.Count(_pieces.Tokens, _vocabulary.Count));
        return [.. _kept.Select(piece => all[piece])];
    }

    /// <inheritdoc/>
    public long[] TokensOf(long example)
    {
        var tokens = new long[LengthOf(example)];
        _pieces.Tokens.CopyTo(BeginOf(example), tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    // Words have targets, and nothing else has.
    private static List<int> FirstsIn(ReadOnlySpan<long> targets)
    {
        var firsts = new List<int>();
        for (var place = 0; place < targets.Length; place++)
        {
            if (targets[place] != ChunkSource.Ignored)
                firsts.Add(place);
        }
        return firsts;
    }

    private int LengthOf(long example) => _pieces.RangeOf(0, _kept[example]).Length;

    private void CopyTargets(long piece, Span<long> targets)
    {
        Span<int> tags = targets.Length <= 256 ? stackalloc int[targets.Length] : new int[targets.Length];
        _pieces.Tokens.CopyTags(_pieces.RangeOf(0, piece).Begin, tags);
        for (var place = 0; place < tags.Length; place++)
            targets[place] = tags[place] < TagTable.Reserved ? ChunkSource.Ignored : _classes[tags[place] - TagTable.Reserved];
    }

    // The end-of-text token behind a sentence is nothing that would be missed.
    private long CountCut()
    {
        var cut = 0L;
        for (var document = 0L; document < _pieces.Tokens.DocumentCount; document++)
        {
            if (_pieces.Tokens.DocumentStart(document + 1) - _pieces.Tokens.DocumentStart(document) - 1 > _setup.Context)
                cut++;
        }
        return cut;
    }
}
