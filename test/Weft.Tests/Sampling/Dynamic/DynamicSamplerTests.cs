using CsCheck;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Dynamic;

public class DynamicSamplerTests
{
    private const int Count = 420;
    private static readonly DynamicOptions Options = new() { RoundsPerPlan = 4, ComplexityBuckets = 4 };

    [Fact]
    public void It_passes_through_all_four_stages()
    {
        var play = new Play(Options);
        play.Run(draws: 6000, batch: 8);

        Assert.Equal(
            [SamplingStage.WarmUp, SamplingStage.Explore, SamplingStage.Harden, SamplingStage.Restore],
            play.Reports.Select(report => report.Plan.Stage).Distinct());
        Assert.All(play.Reports.Where(report => report.Plan.Stage == SamplingStage.Explore), report => Assert.Equal(0.6, report.Plan.Keep, 9));
        Assert.Equal(Enumerable.Range(0, play.Reports.Count).Select(i => (long)i), play.Reports.Select(report => report.Plan.Number));
    }

    [Fact]
    public void Held_out_chunks_are_never_drawn_and_in_an_epoch_of_the_warm_up_all_others_once()
    {
        var play = new Play(Options with { WarmUpShare = 1, RestoreAt = 1 });
        var held = ProbeChunks.Choose(Count, Options.ProbeChunks, Play.Seed);
        var drawn = play.Run(draws: 2 * (Count - held.HeldOut), batch: 8);

        Assert.All(drawn, sample => Assert.False(held.IsHeldOut(sample.Chunk)));
        Assert.All(drawn.GroupBy(sample => sample.Epoch), epoch => Assert.Equal(Count - held.HeldOut, epoch.Select(sample => sample.Chunk).Distinct().Count()));
        Assert.Equal(drawn.Count, drawn.DistinctBy(sample => (sample.Epoch, sample.Chunk)).Count());
    }

    [Fact]
    public void In_explore_easy_chunks_come_as_often_as_they_are_kept_and_count_its_inverse()
    {
        var play = new Play(Options with { RestoreAt = 1, OverfittingGap = 100 });
        var drawn = play.Run(draws: 40_000, batch: 8).Where(sample => sample.Stage == SamplingStage.Explore).ToList();
        var (easy, hard) = (drawn.Where(sample => sample.Weight != 1).ToList(), drawn.Where(sample => sample.Weight == 1).ToList());

        Assert.All(easy, sample => Assert.Equal(1 / 0.6, sample.Weight, 1e-6));
        Assert.Equal(0.6, (double)easy.Count / hard.Count, 0.03);
        // Half of the chunks are kept by 0.6: what is drawn stands for 1 / 0.8 as many.
        Assert.All(drawn, sample => Assert.Equal(1 / 0.8, sample.StandsFor, 0.01));
        Assert.All(easy, sample => Assert.True(sample.Score < 0.5));
    }

    /// <summary>The share of draws of each chunk is the stated probability, and its weight is that to the power of minus a half.</summary>
    [Fact]
    public void In_harden_hard_chunks_come_more_often_and_count_less()
    {
        // One long plan, in which hard samples are drawn with replacement.
        var options = Options with { RestoreAt = 1, OverfittingGap = -100, HardenBefore = 1, HardCorrection = 1, RoundsPerPlan = 400, LowestNormalShare = 0.5, NormalShareStep = 0.5 };
        var play = new Play(options, seenBefore: true);
        var drawn = play.Run(draws: 3 * 400 * Count / 10, batch: 8).Where(sample => sample.Stage == SamplingStage.Harden).ToList();
        var byChunk = drawn.GroupBy(sample => sample.Chunk).ToDictionary(chunk => chunk.Key, chunk => (Share: (double)chunk.Count() / drawn.Count, chunk.First().Weight, chunk.First().Score));
        var used = byChunk.Count;
        var total = byChunk.Values.Sum(chunk => Math.Pow(chunk.Score, 0.6));

        foreach (var chunk in byChunk.Values)
        {
            var probability = 0.5 / used + 0.5 * Math.Pow(chunk.Score, 0.6) / total;
            Assert.Equal(1 / (used * probability), chunk.Weight, 1e-3);
            Assert.Equal(probability, chunk.Share, 6 * Math.Sqrt(probability / drawn.Count));
            Assert.InRange(chunk.Weight, 0, 4);
        }
    }

    [Fact]
    public void Hard_samples_lose_words_and_none_comes_twice_in_a_plan()
    {
        var play = new Play(Options with { RestoreAt = 1, OverfittingGap = -100, HardenBefore = 1, StillPlans = 100 });
        var hard = play.Run(draws: 12_000, batch: 8).Where(sample => sample.WordDropout > 0).ToList();

        Assert.All(hard.GroupBy(sample => sample.Plan), plan => Assert.Equal(plan.Count(), plan.DistinctBy(sample => sample.Chunk).Count()));
        Assert.Equal(0.12f, hard[0].WordDropout, 1e-6f);
        Assert.Equal(0.2f, hard[^1].WordDropout, 1e-6f);
        // At the end half of the samples are drawn so; their mean score is above the half that all have.
        Assert.Equal(0.5, (double)hard.Count(sample => sample.Plan == hard[^2].Plan) / (4 * Count / 10), 0.1);
        Assert.InRange(hard.Average(sample => sample.Score), 0.55, 0.75);
    }

    [Fact]
    public void Stopped_anywhere_it_goes_on_as_if_it_had_not_been() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 17]).Sample((stop, batch) =>
        {
            var whole = new Play(Options);
            whole.Run(stop * batch, batch);
            var copy = whole.Resumed();
            return whole.Run(1500, batch).SequenceEqual(copy.Run(1500, batch));
        }, iter: 25);

    [Fact]
    public void Nothing_may_be_drawn_ahead_when_a_plan_is_over_and_a_plan_is_made_at_no_other_time() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 6]).Sample((batch, rounds) =>
        {
            var play = new Play(Options with { RoundsPerPlan = rounds });
            while (play.Drawn < 5000)
            {
                var (could, plans) = (play.Sampler.CanDrawAhead, play.Reports.Count);
                play.Run(1, batch);
                if (could != (play.Reports.Count == plans))
                    return false;
            }
            return true;
        }, iter: 20);

    [Fact]
    public void A_budget_that_ends_in_the_warm_up_is_uniform_to_its_end()
    {
        var play = new Play(Options with { WarmUpSeen = 1 }, draws: 300);
        play.Run(draws: 300, batch: 8);

        Assert.DoesNotContain(play.Reports, report => report.Plan.Stage is SamplingStage.Explore or SamplingStage.Harden);
    }

    private sealed record Drawn(
        long Epoch, long Chunk, double Weight, float WordDropout, double StandsFor, SamplingStage Stage, long Plan, float Score);

    /// <summary>Plays the part of a training: losses are a function of the chunk, and the gap grows for a while.</summary>
    private sealed class Play : ISamplingProbe
    {
        public const long Seed = 11;

        private readonly DynamicOptions _options;
        private readonly int _draws;
        private double _gap;

        public Play(DynamicOptions options, int draws = 8000, bool seenBefore = false, SamplerState? state = null)
        {
            (_options, _draws) = (options with { WarmUpSeen = seenBefore ? 0 : options.WarmUpSeen, WarmUpShare = seenBefore ? 0 : options.WarmUpShare }, draws);
            var complexities = Enumerable.Range(0, Count).Select(chunk => (float)(chunk * 7 % 13)).ToArray();
            Sampler = new DynamicSampler(_options, new ChunkOrders(Count, Seed), complexities, Competence.Full, this, Reports.Add, state);
        }

        public DynamicSampler Sampler { get; }

        public List<PlanReport> Reports { get; } = [];

        public int Drawn { get; private set; }

        public double MeanLoss(IReadOnlyList<long> chunks)
        {
            // Held-out chunks are asked for first: the gap then grows, up to a point.
            var isHeldOut = chunks.SequenceEqual(ProbeChunks.Choose(Count, _options.ProbeChunks, Seed).Probe);
            _gap = 0.2 * Math.Min(1, (double)Drawn / 3000);
            return 4 + (isHeldOut ? _gap : 0);
        }

        public double MeanSquaredGradient(IReadOnlyList<long> chunks) => chunks.Average(chunk => Sampler.ScoreOf(chunk) < 0.5 ? 0.36 : 1.0);

        public List<Drawn> Run(int draws, int batch)
        {
            var drawn = new List<Drawn>();
            while (drawn.Count < draws)
            {
                var samples = Sampler.Next(batch, (double)Drawn / _draws);
                var plan = Reports.Count > 0 ? Reports[^1].Plan : Sampler.State.Plan!;
                drawn.AddRange(samples.Examples.Select((chunk, i) => new Drawn(
                    samples.Epoch, chunk, samples.Weights?[i] ?? 1, samples.WordDropout?[i] ?? 0, samples.StandsFor, plan.Stage, plan.Number, Sampler.ScoreOf(chunk))));
                Drawn += samples.Examples.Length;
                Sampler.Observe(samples, [.. samples.Examples.Select(chunk => LossOf(chunk, Drawn))]);
            }
            return drawn;
        }

        public Play Resumed()
        {
            var copy = new Play(_options, _draws, state: Sampler.State) { Drawn = Drawn };
            foreach (var ((_, from), (_, to)) in Sampler.Memory.Zip(copy.Sampler.Memory))
                Array.Copy(from, to, from.Length);
            return copy;
        }

        private static float LossOf(long chunk, int drawn) => 3 + chunk * 31 % 101 * 0.02f + 2f / (1 + drawn / 500f);
    }
}
