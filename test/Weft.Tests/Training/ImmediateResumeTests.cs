using TorchSharp;
using Weft.Data;
using Weft.Sampling;
using Weft.Training;
using Weft.Training.Options;

namespace Weft.Tests.Training;

/// <summary>Going on costs no reading of what was trained on before, wherever a run stands.</summary>
public class ImmediateResumeTests
{
    private static readonly TrainingOptions Options = new() { Batch = 4, Context = 16, Accumulation = 2 };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1_500_000)]
    [InlineData(7, 1_999_992)]
    public void Only_the_tokens_of_the_batches_are_read(long epoch, long position)
    {
        var corpus = new CountedTokens(32_000_000);
        var chunks = new ChunkSet(corpus, Options.Context, startId: 0);
        var loader = new BatchLoader(chunks, torch.CPU);
        using (var queue = new BatchQueue(new UniformSampler(chunks.Count, 1, new SamplerState(epoch, position)), loader, Options))
            queue.Next();

        // The step that was asked for and those ahead: targets, and the token before each row.
        var rows = (1 + BatchQueue.Ahead) * Options.Accumulation * Options.Batch;
        Assert.InRange(corpus.Read, rows / 3 * Options.Context, rows * (Options.Context + 1));
    }

    /// <summary>Stands for a corpus that is too large to be read, and counts what is.</summary>
    private sealed class CountedTokens(long count) : TokenSequence
    {
        private long _read;

        public long Read => Interlocked.Read(ref _read);

        public override long Count => count;

        public override long DocumentCount => 1;

        public override string Hash => "";

        public override void CopyTo(long start, Span<long> ids)
        {
            RequireRange(start, ids.Length);
            Interlocked.Add(ref _read, ids.Length);
            ids.Fill(start % 7);
        }

        public override long DocumentStart(long document) => document * count;
    }
}
