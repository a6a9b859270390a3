using CsCheck;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;
using Weft.Sampling.Worth;

namespace Weft.Tests.Sampling.Worth;

public class WorthSamplerTests
{
    private const int Count = 400;
    private const int Garbage = 40;
    private static readonly WorthOptions Options = new() { Share = 0.25, Lowest = 0.1 };

    [Fact]
    public void The_first_epoch_takes_every_chunk_once_but_garbage()
    {
        var play = new Play(Options);
        var drawn = play.Epoch(batch: 8);

        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        Assert.Equal(Count - Garbage, drawn.Count(chunk => chunk >= Garbage));
        Assert.InRange(drawn.Count(chunk => chunk < Garbage), 0, 15);
    }

    /// <summary>What chunks cost beside what can be learnt grows with their numbers, but the means that they are compared with are those of some, not of all.</summary>
    [Fact]
    public void Later_epochs_take_those_that_cost_most_beside_what_can_be_learnt()
    {
        var play = new Play(Options);
        play.Epoch(batch: 20);
        var (last, first, garbage) = (0, 0, 0);
        for (var epoch = 0; epoch < 50; epoch++)
        {
            var drawn = play.Epoch(batch: 20);
            Assert.Equal(drawn.Count, drawn.Distinct().Count());
            last += drawn.Count(chunk => chunk >= 350);
            first += drawn.Count(chunk => chunk is >= Garbage and < 250);
            garbage += drawn.Count(chunk => chunk < Garbage);
        }

        Assert.InRange(last / (50.0 * 50), 0.98, 1);
        Assert.Equal(0.1, first / (50.0 * 210), 0.03);
        Assert.Equal(0.1, garbage / (50.0 * Garbage), 0.02);
    }

    [Fact]
    public void Without_a_reference_the_hardest_are_taken_whether_they_can_be_learnt_or_not()
    {
        var play = new Play(Options, Learnable.Unknown(Count));
        play.Epoch(batch: 20);
        var drawn = play.Epoch(batch: 20);

        // Every other chunk costs 3 nats more, of which nothing can be learnt.
        Assert.InRange(drawn.Count(chunk => chunk % 2 == 1), 100, 125);
        Assert.InRange(drawn.Count(chunk => chunk % 2 == 0), 0, 35);
    }

    [Fact]
    public void Stopped_anywhere_it_goes_on_as_if_it_had_not_been() =>
        Gen.Select(Gen.Int[0, 250], Gen.Int[1, 17]).Sample((stop, batch) =>
        {
            var whole = new Play(Options);
            whole.Steps(stop, batch);
            var resumed = whole.Resumed(Options);

            Assert.Equal(whole.Steps(60, batch), resumed.Steps(60, batch));
        }, iter: 60);

    [Fact]
    public void It_says_that_it_must_not_be_asked_ahead_where_an_epoch_ends()
    {
        var play = new Play(Options).Begin();
        Assert.True(play.Sampler.CanDrawAhead);
        play.Epoch(batch: 8);

        Assert.True(play.Sampler.IsPlanOver);
        Assert.False(play.Sampler.CanDrawAhead);
    }

    /// <summary>A training whose model has made of each chunk what can be learnt, and a little less of those with high numbers.</summary>
    private sealed class Play(WorthOptions options, Learnable? learnable = null)
    {
        private readonly Learnable _learnable = learnable ?? new Learnable(
            [.. Enumerable.Range(0, Count).Select(chunk => chunk % 2 == 1 ? 7f : 4f)], [.. Enumerable.Range(0, Count).Select(chunk => chunk < Garbage ? (byte)1 : (byte)0)]);

        public WorthSampler Sampler { get; private set; } = null!;

        public Play Begin(SamplerState? state = null)
        {
            Sampler = new WorthSampler(options, _learnable, new ChunkOrders(Count, seed: 5), Competence.Full, state);
            return this;
        }

        public List<long> Epoch(int batch)
        {
            if (Sampler is null)
                Begin();
            var drawn = new List<long>();
            do
                drawn.AddRange(Step(batch));
            while (!Sampler!.IsPlanOver);
            return drawn;
        }

        public List<long> Steps(int count, int batch)
        {
            if (Sampler is null)
                Begin();
            return [.. Enumerable.Range(0, count).SelectMany(_ => Step(batch))];
        }

        public Play Resumed(WorthOptions options)
        {
            var resumed = new Play(options, Learnable.Unknown(Count)).Begin(Sampler.State);
            foreach (var (from, to) in Sampler.Memory.Zip(resumed.Sampler.Memory))
                Array.Copy(from.Values, to.Values, from.Values.Length);
            return resumed;
        }

        private long[] Step(int batch)
        {
            var samples = Sampler.Next(batch, 0.5);
            Sampler.Observe(samples, [.. samples.Examples.Select(chunk => (chunk % 2 == 1 ? 7f : 4f) + chunk * 0.001f)]);
            return samples.Examples;
        }
    }
}
