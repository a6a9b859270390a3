using Weft.Foundation;

namespace Weft.Data.Auditing.Losses;

/// <summary>What can be learnt of a text's blocks, and how what the words before tell of a word looks in the text and in its shuffled words.</summary>
internal sealed class BlockModels
{
    // The models learn from so many words of each half, spread evenly over the corpus; two tables of them fit into 700 MB.
    private const int MostBlocksLearnt = 4_096;
    private const int MostBlocksLookedAt = 512;

    private readonly IWordBlocks _blocks;
    private readonly CrossFitted _models;

    /// <summary>Learns a text.</summary>
    /// <param name="blocks">The text; at least four blocks.</param>
    /// <param name="stop">Ends it.</param>
    public BlockModels(IWordBlocks blocks, CancellationToken stop)
    {
        _blocks = blocks;
        _models = new CrossFitted(blocks.Count, Learn, stop);
        Evidence = Compare();
    }

    /// <summary>How much each gain speaks for disorder. The text may have disorder in it, too, and all evidence is the weaker for it.</summary>
    public GainTable Evidence { get; }

    /// <summary>The losses of some words of a text.</summary>
    /// <param name="block">The block to which they belong.</param>
    /// <param name="words">The text.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="losses">Where they go: one for each.</param>
    public void Measure(long block, ReadOnlySpan<uint> words, int first, Span<WordLoss> losses) => _models.For(block).Measure(words, first, losses);

    private GainTable Compare()
    {
        var looked = (int)Math.Min(MostBlocksLookedAt, _blocks.Count);
        var (order, disorder) = (new GainTable.Counts(), new GainTable.Counts());
        for (var i = 0; i < looked; i++)
        {
            var block = i * _blocks.Count / looked;
            var words = _blocks.WordsOf(block).ToArray();
            order.Add(Measured(block, words));
            RandomStream.For(1, "shuffled blocks", block).Shuffle<uint>(words);
            disorder.Add(Measured(block, words));
        }
        return new GainTable(order, disorder);
    }

    private WordLoss[] Measured(long block, uint[] words)
    {
        var losses = new WordLoss[words.Length];
        Measure(block, words, first: 0, losses);
        return losses;
    }

    private void Learn(long block, NgramModel model)
    {
        if (!IsLearnt(block))
            return;
        var words = _blocks.WordsOf(block);
        var copies = new bool[words.Length];
        _blocks.MarkCopies(block, copies);
        for (var (from, to) = (0, 0); from < words.Length; from = to + 1)
        {
            for (to = from; to < words.Length && !copies[to];)
                to++;
            model.Count(words[from..to]);
        }
    }

    private bool IsLearnt(long block) => _blocks.Count <= MostBlocksLearnt || block * MostBlocksLearnt / _blocks.Count != (block - 1) * MostBlocksLearnt / _blocks.Count;
}
