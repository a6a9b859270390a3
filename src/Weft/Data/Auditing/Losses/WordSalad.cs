using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing.Losses;

/// <summary>A passage whose words stand in no order.</summary>
/// <param name="FirstWord">The place of its first word.</param>
/// <param name="Words">How many words it has.</param>
internal readonly record struct SaladPassage(long FirstWord, int Words);

/// <summary>
/// Passages whose words tell no more of one another than those of shuffled text: what the words before tell of each word, beside how frequent it is, is more likely of the
/// corpus's own text with its words shuffled than of the corpus. Passages begin and end where that changes for good: the likeliest way through two states (Viterbi 1967).
/// </summary>
/// <param name="text">The corpus.</param>
/// <param name="copies">What is known as a copy: nothing is learnt from it, so that garbage which stands there twice is not taken for language, and it is not looked at.</param>
/// <param name="stop">Ends it.</param>
internal sealed class WordSalad(AuditedText text, WordMarks copies, CancellationToken stop)
{
    /// <summary>Shorter passages are not told from quotations and names.</summary>
    public const int FewestWords = 24;

    // What a change between order and disorder costs, in nats: so unlikely is one at any word.
    private const double Change = 9;

    // Lists and tables have less order than sentences, and more than this part of what shuffled text lacks.
    private const double Least = 0.5;

    /// <summary>Finds them.</summary>
    public List<SaladPassage> Find()
    {
        var blocks = new Blocks(text, copies);
        // Of less text nothing can be learnt.
        if (blocks.Count < 4)
            return [];
        var models = new BlockModels(blocks, stop);
        var found = new List<SaladPassage>[text.Documents.Length];
        Parallel.For(0, text.Documents.Length, new ParallelOptions { CancellationToken = stop }, number =>
        {
            var document = text.Documents[number];
            if (document.Words - copies.CountOf(document.FirstWord, document.Words) >= FewestWords)
                found[number] = PassagesOf(document, models);
        });
        return [.. found.Where(passages => passages is not null).SelectMany(passages => passages)];
    }

    private List<SaladPassage> PassagesOf(AuditedDocument document, BlockModels models)
    {
        var evidence = models.Evidence;
        var words = text.WordsOf(document);
        var losses = new WordLoss[words.Length];
        for (var (from, to) = (0, 0); from < words.Length; from = to)
        {
            var block = (document.FirstWord + from) / CrossFitted.Block;
            to = (int)Math.Min(words.Length, (block + 1) * CrossFitted.Block - document.FirstWord);
            models.Measure(block, words, from, losses.AsSpan(from..to));
        }
        var states = States(losses, evidence);
        var passages = new List<SaladPassage>();
        for (var (from, to) = (0, 0); from < states.Length; from = to)
        {
            while (to < states.Length && states[to] == states[from])
                to++;
            if (states[from] && to - from >= FewestWords && !IsCopy(document.FirstWord + from, to - from) && evidence.MeanOf(losses.AsSpan(from..to)) >= Least * evidence.MeanOfDisorder)
                passages.Add(new SaladPassage(document.FirstWord + from, to - from));
        }
        return passages;
    }

    // [words] whether each is in disorder, on the likeliest way.
    private static bool[] States(WordLoss[] losses, GainTable evidence)
    {
        var (order, disorder) = (0.0, -Change);
        var cameFromOther = new byte[losses.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            var (toOrder, toDisorder) = (disorder - Change > order, order - Change > disorder);
            (order, disorder) = (Math.Max(order, disorder - Change), Math.Max(disorder, order - Change) + evidence.Of(losses[i]));
            cameFromOther[i] = (byte)((toOrder ? 1 : 0) | (toDisorder ? 2 : 0));
        }
        var states = new bool[losses.Length];
        var isDisorder = disorder > order;
        for (var i = losses.Length - 1; i >= 0; i--)
        {
            states[i] = isDisorder;
            isDisorder ^= (cameFromOther[i] & (isDisorder ? 2 : 1)) != 0;
        }
        return states;
    }

    private bool IsCopy(long first, int words) => 2 * copies.CountOf(first, words) > words;

    private sealed class Blocks(AuditedText text, WordMarks copies) : IWordBlocks
    {
        public long Count { get; } = (text.WordCount + CrossFitted.Block - 1) / CrossFitted.Block;

        public ReadOnlySpan<uint> WordsOf(long block) =>
            text.Words(block * CrossFitted.Block, (int)Math.Min(CrossFitted.Block, text.WordCount - block * CrossFitted.Block));

        public void MarkCopies(long block, Span<bool> marks)
        {
            for (var i = 0; i < marks.Length; i++)
                marks[i] = copies[block * CrossFitted.Block + i];
        }
    }
}
