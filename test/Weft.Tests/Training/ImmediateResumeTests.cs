using Weft.Data;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tests.Support;
using Weft.Training.Steps;

namespace Weft.Tests.Training;

/// <summary>Going on costs no reading of what was trained on before, wherever a run stands.</summary>
public class ImmediateResumeTests
{
    private static readonly TrainingOptions Options = new() { Batch = 4, Context = 16, Accumulation = 2 };

    [Theory]
    [InlineData(BatchingMode.Chunks, 0, 0)]
    [InlineData(BatchingMode.Chunks, 0, 1_500_000)]
    [InlineData(BatchingMode.Chunks, 7, 1_999_960)]
    [InlineData(BatchingMode.Stream, 3, 1_999_960)]
    [InlineData(BatchingMode.Padded, 0, 0)]
    [InlineData(BatchingMode.Padded, 3, 1_999_960)]
    public void Only_the_tokens_of_the_batches_are_read(BatchingMode mode, long epoch, long position)
    {
        var corpus = new CountedTokens(documents: 2_000_000, Options.Context);
        ChunkSource chunks = mode switch
        {
            BatchingMode.Stream => new StreamChunks(corpus, Options.Batch, Options.Context, startId: 0),
            BatchingMode.Padded => new DocumentChunks(corpus, Options.Context, startId: 0, PaddingSide.Left),
            _ => new ShiftedChunks(corpus, Options.Context, startId: 0, seed: 1),
        };
        var state = new SamplerState(epoch, position);
        ISampler sampler = mode switch
        {
            BatchingMode.Stream => new SequentialSampler(chunks.Count, state),
            BatchingMode.Padded => UniformSampler.OfNeighbours(chunks.Count, seed: 1, Options.Batch, state),
            _ => new UniformSampler(chunks.Count, seed: 1, state),
        };
        using (var queue = new BatchQueue(sampler, TinyTasks.Examples(chunks), Options))
            queue.Next(progress: 0);

        // The step that was asked for and those ahead: targets, and the token before each row.
        var rows = (1 + BatchQueue.Ahead) * Options.Accumulation * Options.Batch;
        Assert.InRange(corpus.Read, rows / 3 * Options.Context, rows * (Options.Context + 1));
    }

    /// <summary>Stands for a corpus that is too large to be read, and counts what is.</summary>
    private sealed class CountedTokens(long documents, int length) : TokenSequence
    {
        private long _read;

        public long Read => Interlocked.Read(ref _read);

        public override long Count => documents * length;

        public override long DocumentCount => documents;

        public override string Hash => "";

        public override void CopyTo(long start, Span<long> ids)
        {
            RequireRange(start, ids.Length);
            Interlocked.Add(ref _read, ids.Length);
            ids.Fill(start % 7);
        }

        public override long DocumentStart(long document) => document * length;
    }
}
