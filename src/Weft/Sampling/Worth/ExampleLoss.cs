using Weft.Data.Auditing.Losses;

namespace Weft.Sampling.Worth;

/// <summary>What an n-gram model that has not seen an example's part of the text makes of it: means of its tokens.</summary>
/// <param name="Learnable">The loss of a token, nats.</param>
/// <param name="Unigram">The loss by the frequency of the token alone, nats.</param>
/// <param name="Disorder">How much speaks for shuffled text, beside what speaks for it in the corpus's own shuffled text: about 1 in word salad, below 0 in language.</param>
internal readonly record struct ExampleLoss(float Learnable, float Unigram, float Disorder)
{
    /// <summary>What the tokens before tell of each, nats.</summary>
    public float Gain => Unigram - Learnable;

    /// <summary>Measures all examples, on all cores.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="copies">What is not learnt from.</param>
    /// <returns>[examples]; null where there is too little text to learn anything from.</returns>
    public static ExampleLoss[]? Of(IExamples examples, ExampleCopies copies)
    {
        var blocks = new Blocks(examples, copies);
        // Each half must have two.
        if (blocks.Count < 4)
            return null;
        var models = new BlockModels(blocks, CancellationToken.None);
        var losses = new ExampleLoss[examples.Count];
        Parallel.For(0, blocks.Count, block =>
        {
            var words = blocks.WordsOf(block);
            var ofWords = new WordLoss[words.Length];
            models.Measure(block, words, first: 0, ofWords);
            var begin = 0;
            foreach (var (example, length) in blocks.ExamplesOf(block))
            {
                if (length > 0)
                    losses[example] = Mean(ofWords.AsSpan(begin, length), models.Evidence);
                begin += length;
            }
        });
        // The model of the other half may know a copy by its original.
        for (var example = 0; example < losses.Length; example++)
            losses[example] = losses[copies.OriginalOf(example)];
        return losses;
    }

    private static ExampleLoss Mean(ReadOnlySpan<WordLoss> losses, GainTable evidence)
    {
        var (learnable, unigram) = (0.0, 0.0);
        foreach (var loss in losses)
            (learnable, unigram) = (learnable + loss.Learnable, unigram + loss.Unigram);
        return new ExampleLoss((float)(learnable / losses.Length), (float)(unigram / losses.Length), (float)(evidence.MeanOf(losses) / evidence.MeanOfDisorder));
    }

    /// <summary>So many examples that follow one another that about <see cref="CrossFitted.Block"/> tokens come together.</summary>
    private sealed class Blocks : IWordBlocks
    {
        private readonly IExamples _examples;
        private readonly ExampleCopies _copies;
        private readonly int _examplesInBlock;

        public Blocks(IExamples examples, ExampleCopies copies)
        {
            (_examples, _copies) = (examples, copies);
            _examplesInBlock = (int)Math.Max(1, CrossFitted.Block * examples.Count / Math.Max(1, examples.TargetsInEpoch));
        }

        public long Count => (_examples.Count + _examplesInBlock - 1) / _examplesInBlock;

        public ReadOnlySpan<uint> WordsOf(long block) =>
            (uint[])[.. Numbers(block).SelectMany(example => ExampleCopies.TokensOf(_examples, example))];

        public void MarkCopies(long block, Span<bool> marks)
        {
            foreach (var (example, length) in ExamplesOf(block))
            {
                marks[..length].Fill(_copies.IsRepeat(example));
                marks = marks[length..];
            }
        }

        public IEnumerable<(int Example, int Length)> ExamplesOf(long block) => Numbers(block).Select(example => (example, _examples.TokensOf(example).Length));

        private IEnumerable<int> Numbers(long block)
        {
            for (var example = (int)(block * _examplesInBlock); example < Math.Min(_examples.Count, (block + 1) * _examplesInBlock); example++)
                yield return example;
        }
    }
}
