using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Own;

/// <summary>
/// What a task of a program's own makes of a split: an example for each document, or for each piece of one that is longer than the context.
/// Numbered by rising length, as <see cref="DocumentChunks"/> are. What has no target is left out: all are asked for once, to know.
/// </summary>
internal sealed class OwnExamples : IExamples
{
    private const int ExcerptTokens = 24;

    private readonly DocumentChunks _pieces;
    private readonly Split _split;
    private readonly Vocabulary _vocabulary;
    private readonly OwnTaskSetup _setup;
    private readonly long[] _kept;
    private readonly long[] _classes;

    /// <param name="tokens">The split's tokens.</param>
    /// <param name="split">Its name.</param>
    /// <param name="vocabulary">What the tokens stand for.</param>
    /// <param name="setup">The task, and how it is asked.</param>
    /// <exception cref="InvalidOperationException">The task gave what cannot be learnt; names the document.</exception>
    public OwnExamples(TokenSequence tokens, Split split, Vocabulary vocabulary, OwnTaskSetup setup)
    {
        (_split, _vocabulary, _setup) = (split, vocabulary, setup);
        _pieces = new DocumentChunks(tokens, setup.Context, vocabulary.EndOfTextId, setup.Padding);
        _classes = new long[setup.Task.Classes.Count];
        var kept = new List<long>();
        for (var piece = 0L; piece < _pieces.Count; piece++)
        {
            var before = TargetsInEpoch;
            foreach (var target in AskPiece(0, piece).Targets.Where(target => target != TaskExample.None))
            {
                _classes[target]++;
                TargetsInEpoch++;
            }
            if (TargetsInEpoch > before)
                kept.Add(piece);
        }
        _kept = [.. kept];
    }

    /// <inheritdoc/>
    public long Count => _kept.LongLength;

    /// <summary>The targets of the first epoch; where the task takes them by chance, others have about as many.</summary>
    public long TargetsInEpoch { get; }

    /// <inheritdoc/>
    public ExampleOrder Order => ExampleOrder.Neighbours;

    /// <summary>How many targets each class has in the first epoch, [classes].</summary>
    public IReadOnlyList<long> ClassCounts => _classes;

    /// <inheritdoc/>
    public int TargetsOf(long epoch, long example) => Ask(epoch, example).Targets.Count(target => target != TaskExample.None);

    /// <inheritdoc/>
    public void Read(Samples chosen, BatchBuffer into)
    {
        TaskExample[] rows = [.. chosen.Examples.Select(example => Ask(chosen.Epoch, example))];
        var width = chosen.Drawn is null ? 1 : chosen.Drawn.Max(example => Ask(chosen.Epoch, example).Inputs.Count);
        into.Begin(chosen.Examples, [.. rows.Select(row => row.Inputs.Count)], _vocabulary.EndOfTextId, _setup.Padding, width: width);
        var dropout = SampledWordDropout.Of(chosen, _setup.WordDropout, _vocabulary, _setup.Seed);
        for (var row = 0; row < rows.Length; row++)
        {
            var ids = into.IdsOf(row);
            var targets = into.TargetsOf(row);
            for (var place = 0; place < ids.Length; place++)
            {
                ids[place] = rows[row].Inputs[place];
                targets[place] = rows[row].Targets[place] is var target and not TaskExample.None ? target : ChunkSource.Ignored;
            }
            dropout?.Apply(ids, row);
        }
    }

    /// <inheritdoc/>
    public float[] Difficulties()
    {
        var all = ChunkComplexity.Of(_pieces, TokenFrequencies.Count(_pieces.Tokens, _vocabulary.Count));
        return [.. _kept.Select(piece => all[piece])];
    }

    /// <inheritdoc/>
    public long[] TokensOf(long example) => Array.ConvertAll(PieceTokens(_kept[example]), id => (long)id);

    /// <inheritdoc/>
    public string Excerpt(long example) => string.Join(' ', TokensOf(example).Take(ExcerptTokens).Select(id => _vocabulary[(int)id])).ReplaceLineEndings(" ").Replace('\t', ' ');

    private TaskExample Ask(long epoch, long example)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, Count);
        var asked = AskPiece(epoch, _kept[example]);
        return asked.Targets.Any(target => target != TaskExample.None) ? asked : throw new InvalidOperationException(
            $"The task gave no target in epoch {epoch + 1} for {PlaceOf(_kept[example])}, which has some in the first epoch; it must have some in all.");
    }

    private TaskExample AskPiece(long epoch, long piece)
    {
        var key = RandomStream.For(_setup.Seed, "task", (long)_split, epoch, piece).NextUInt64();
        return _setup.Task.Ask(new DocumentTokens(PieceTokens(piece), _vocabulary, (long)key), _setup.Context, () => PlaceOf(piece));
    }

    private int[] PieceTokens(long piece)
    {
        var range = _pieces.RangeOf(0, piece);
        var ids = new long[range.Length];
        _pieces.Tokens.CopyTo(range.Begin, ids);
        return Array.ConvertAll(ids, id => (int)id);
    }

    // For example: document 17 of the train split, from its token 129 on.
    private string PlaceOf(long piece)
    {
        var begin = _pieces.RangeOf(0, piece).Begin;
        var (low, high) = (0L, _pieces.Tokens.DocumentCount);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _pieces.Tokens.DocumentStart(middle) <= begin ? (middle, high) : (low, middle);
        }
        var from = begin - _pieces.Tokens.DocumentStart(low);
        return $"document {low + 1} of the {SplitNames.Of(_split)} split{(from > 0 ? $", from its token {from + 1} on" : "")}";
    }
}
