using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tests.Support;
using Weft.Training.Steps;

namespace Weft.Tests.Training.Steps;

public class BatchQueueTests
{
    private const int Time = 5;
    private const int Count = 103;
    private static readonly TrainingOptions Options = new() { Batch = 4, Context = Time, Accumulation = 2 };
    private static readonly FixedChunks Chunks = new(new MemoryTokens(Enumerable.Range(0, Count).ToArray()), Time, startId: 7);

    [Fact]
    public void Batches_and_states_are_those_of_a_sampler_that_is_asked_step_by_step()
    {
        using var scope = torch.NewDisposeScope();
        using var queue = new BatchQueue(new UniformSampler(Chunks.Count, seed: 3), TinyTasks.Examples(Chunks), Options);
        var plain = new UniformSampler(Chunks.Count, seed: 3);

        // Three epochs of 21 chunks, with a short batch at the end of each.
        for (var step = 0; step < 9; step++)
        {
            var made = queue.Next(progress: 0);
            var targets = 0L;
            foreach (var micro in made.Micro)
            {
                var chosen = plain.Next(Options.Batch, 0).Examples;
                var (ids, wanted) = (new long[chosen.Length * Time], new long[chosen.Length * Time]);
                Chunks.Fill(chosen, ids, wanted);
                targets += wanted.Count(target => target != FixedChunks.Ignored);
                var batch = micro.Shards[0].Buffer.ToBatch(torch.CPU);
                Assert.Equal(chosen, micro.Samples.Examples);
                // A batch is as wide as its longest row: the last chunk, alone, has three tokens.
                var time = chosen is [20] ? 3 : Time;
                Assert.Equal(ids.Chunk(Time).SelectMany(row => row.Take(time)), batch.Ids.data<long>().ToArray());
                Assert.Equal(wanted.Chunk(Time).SelectMany(row => row.Take(time)), batch.Targets.data<long>().ToArray());
                Assert.Equal([chosen.Length, time], batch.Ids.shape);
            }
            Assert.Equal(targets, made.ScoredTargets);
            Assert.Equal(plain.State, made.Sampler);
        }
    }

    [Fact]
    public void Each_example_is_asked_once_for_its_targets()
    {
        var counted = new Counted(TinyTasks.Examples(Chunks));
        using var queue = new BatchQueue(new UniformSampler(Chunks.Count, seed: 3), counted, Options);

        var made = queue.Next(progress: 0);

        Assert.Equal(made.ScoredTargets, counted.Targets.Take(8).Sum());
        Assert.Equal(8, made.Micro.Sum(micro => micro.Samples.Examples.Length));
        queue.Dispose();
        // Two steps ahead as well: all 21 chunks of the epoch, in six micro-batches.
        Assert.Equal(21, counted.Targets.Count);
    }

    [Fact]
    public void Two_steps_are_drawn_ahead_and_no_more()
    {
        var sampler = new Scripted(planSteps: 100);
        using var queue = Queue(sampler);
        var drawn = Enumerable.Range(0, 4).Select(_ =>
        {
            queue.Next(progress: 0);
            return sampler.Drawn;
        }).ToList();

        Assert.Equal([3, 4, 5, 6], drawn);
    }

    [Fact]
    public void Nothing_is_drawn_past_a_plan_before_all_its_steps_are_made()
    {
        var sampler = new Scripted(planSteps: 3);
        using var queue = Queue(sampler);
        var made = new List<long>();
        for (var step = 0; step < 8; step++)
        {
            made.Add(queue.Next(progress: 0).Micro[0].Samples.Examples[0]);
            // The sampler hears of the step that was made, and a plan is a function of all that it has heard.
            sampler.Observed++;
        }

        // The plan of each three steps knows of every step before them.
        Assert.Equal([0, 0, 0, 3, 3, 3, 6, 6], made);
    }

    [Fact]
    public void What_goes_wrong_in_the_background_is_thrown_where_the_batch_is_wanted()
    {
        // The fourth step asks for a chunk that does not exist.
        using var queue = Queue(new Scripted(planSteps: 100, badStep: 3));
        for (var step = 0; step < 3; step++)
            queue.Next(progress: 0);

        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Next(progress: 0));
    }

    [Fact]
    public void Disposing_ends_the_thread()
    {
        var tokens = new ThreadNoting();
        var chunks = new FixedChunks(tokens, Time, startId: 7);
        var queue = new BatchQueue(new UniformSampler(chunks.Count, 1), TinyTasks.Examples(chunks), Options with { Accumulation = 1 });
        queue.Next(progress: 0);
        queue.Dispose();

        Assert.NotNull(tokens.Reader);
        Assert.NotSame(Thread.CurrentThread, tokens.Reader);
        Assert.False(tokens.Reader.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => queue.Next(progress: 0));
    }

    [Fact]
    public void A_queue_that_was_never_asked_can_be_disposed_twice()
    {
        var queue = Queue(new Scripted(planSteps: 1));
        queue.Dispose();
        queue.Dispose();

        Assert.Throws<ObjectDisposedException>(() => queue.Next(progress: 0));
    }

    private static BatchQueue Queue(ISampler sampler) =>
        new(sampler, TinyTasks.Examples(Chunks), Options with { Batch = 1, Accumulation = 1 });

    /// <summary>Plans so many steps at a time; the chunk that it chooses is the number of steps that it had heard of when it planned.</summary>
    private sealed class Scripted(int planSteps, int badStep = -1) : ISampler
    {
        private long _plan;

        public int Drawn { get; private set; }

        public long Observed { get; set; }

        public SamplerState State => new(0, Drawn);

        public bool CanDrawAhead => Drawn % planSteps != 0;

        public bool IsPlanOver => !CanDrawAhead;

        public Samples Next(int count, double progress)
        {
            if (Drawn % planSteps == 0)
                _plan = Observed;
            return new Samples(0, [Drawn++ == badStep ? Count : _plan]);
        }
    }

    /// <summary>Tokens that remember which thread read them.</summary>
    private sealed class ThreadNoting : TokenSequence
    {
        public Thread? Reader { get; private set; }

        public override long Count => BatchQueueTests.Count;

        public override long DocumentCount => 1;

        public override string Hash => "";

        public override void CopyTo(long start, Span<long> ids)
        {
            Reader = Thread.CurrentThread;
            ids.Clear();
        }

        public override long DocumentStart(long document) => document * Count;
    }

    /// <summary>Examples that note what they said of targets.</summary>
    private sealed class Counted(IExamples examples) : IExamples
    {
        public List<int> Targets { get; } = [];

        public long Count => examples.Count;

        public long TargetsInEpoch => examples.TargetsInEpoch;

        public int TargetsOf(long epoch, long example)
        {
            Targets.Add(examples.TargetsOf(epoch, example));
            return Targets[^1];
        }

        public void Read(Samples chosen, BatchBuffer into) => examples.Read(chosen, into);

        public long[] TokensOf(long example) => examples.TokensOf(example);

        public float[] Difficulties() => examples.Difficulties();

        public string Excerpt(long example) => examples.Excerpt(example);
    }
}
