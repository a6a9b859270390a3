using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Structures;
using Weft.Sampling.Thinning;
using Weft.Tasks;
using Weft.Tasks.Passes;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

/// <summary>
/// The mean of many weighted batch gradients of a model that does not change is the gradient of the whole text, as far as chance allows;
/// and it is not where the weights are left out.
/// </summary>
public sealed class UnbiasednessTests : IDisposable
{
    private const int Time = 8;
    private const int Chunks = 240;
    private const int Batches = 2000;
    private const int Rows = 6;
    private const int Projections = 12;
    private const long Seed = 5;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TransformerLanguageModel _model = TinyModels.Create(TinyModels.PreNorm with { Dimension = 8, Layers = 1, FeedForward = 8, Dropout = 0 });
    private readonly FixedChunks _chunks;
    private readonly Tensor _directions;

    public UnbiasednessTests()
    {
        // One chunk in two has other words than its neighbours.
        var tokens = Enumerable.Range(0, Chunks * Time).Select(i => i / Time % 2 == 0 ? i * i % 5 : 5 + i * i * i % 6).ToArray();
        _chunks = new FixedChunks(new MemoryTokens(tokens), Time, startId: 0);
        _model.Weights.AttachGradients();
        random.manual_seed(1);
        _directions = randn(Projections, _model.Weights.Values.numel());
    }

    [Theory]
    [InlineData("explore")]
    [InlineData("harden")]
    [InlineData("static")]
    public void Weighted_samples_have_the_gradient_of_the_text(string kind)
    {
        var (sampler, used) = Sampler(kind);
        var full = Full(used);
        var (weighted, plain) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < Batches; i++)
        {
            var samples = sampler.Next(Rows, progress: 0.2);
            sampler.Observe(samples, [.. samples.Examples.Select(LossOf)]);
            weighted.Add(Projected(samples));
            if (i % 4 == 0)
                plain.Add(Projected(samples with { Weights = null, StandsFor = 1 }));
        }

        Assert.InRange(Deviation(weighted, full), 0, 4.5);
        Assert.InRange(Deviation(plain, full), 6, double.PositiveInfinity);
    }

    [Fact]
    public void Thinned_tokens_have_the_gradient_of_all()
    {
        var thinning = new TokenThinning(new ThinningOptions { Keep = 0.3 }, TinyModels.Vocabulary, Seed);
        long[] words = [.. Enumerable.Range(0, TinyModels.Vocabulary).Select(word => (long)word)];
        for (var i = 0; i < 200; i++)
            thinning.Observe(words, [.. words.Select(_ => 1f)], [.. words.Select(word => (float)word)]);
        var sampler = new UniformSampler(Chunks, Seed);
        var full = Full([.. Enumerable.Range(0, Chunks).Select(chunk => (long)chunk)]);
        var samples = Enumerable.Range(0, Batches).Select(_ => sampler.Next(Rows, 0)).ToList();

        Assert.InRange(Deviation([.. samples.Select(some => Projected(some, thinning))], full), 0, 4.5);
        Assert.InRange(Deviation([.. samples.Take(Batches / 4).Select(some => ProjectedWithout(some, thinning))], full), 6, double.PositiveInfinity);
    }

    /// <summary>The largest difference between the mean and the full gradient on any direction, in standard errors.</summary>
    private static double Deviation(List<Tensor> projections, Tensor full)
    {
        var all = stack(projections);
        var error = all.std(0) / Math.Sqrt(projections.Count);
        return ((all.mean([0L]) - full) / error).abs().max().item<float>();
    }

    private static (ISampler Sampler, long[] Used) Sampler(string kind)
    {
        if (kind == "static")
        {
            float[] rates = [.. Enumerable.Range(0, Chunks).Select(chunk => chunk % 2 == 0 ? 0.4f : 1.6f)];
            return (new StaticSampler(rates, Seed, correction: 1), [.. Enumerable.Range(0, Chunks).Select(chunk => (long)chunk)]);
        }
        var options = new DynamicOptions
        {
            WarmUpShare = 0,
            WarmUpSeen = 0,
            RoundsPerPlan = 1000,
            HardCorrection = 1,
            ComplexityBuckets = 1,
            LowestNormalShare = 0.3,
            NormalShareStep = 0.7,
            FirstWordDropout = 0,
            LastWordDropout = 0,
            HardPower = 2,
            OverfittingGap = kind == "harden" ? -100 : 100,
        };
        var held = ProbeChunks.Choose(Chunks, options.ProbeChunks, Seed);
        var orders = new ChunkOrders(Chunks, Seed);
        // Everything was seen, and a plan is just over.
        var state = new SamplerState(0, 0) { Plan = new SamplingPlan { Number = 0, Stage = SamplingStage.Explore, FirstGap = 0, Used = long.MaxValue } };
        var sampler = new DynamicSampler(options, orders, new float[Chunks], Competence.Full, new FixedProbe(), _ => { }, state);
        long[] all = [.. Enumerable.Range(0, Chunks).Select(chunk => (long)chunk)];
        sampler.Observe(new Samples(0, all), [.. all.Select(LossOf)]);
        return (sampler, [.. all.Where(chunk => !held.IsHeldOut(chunk))]);
    }

    /// <summary>Every other chunk is hard.</summary>
    private static float LossOf(long chunk) => chunk % 2 + 0.001f * chunk;

    private Tensor Full(long[] chunks) => Projected(new Samples(0, chunks));

    private Tensor Projected(Samples samples, TokenThinning? thinning = null)
    {
        using var scope = NewDisposeScope();
        var batch = _chunks.Load(samples.Examples);
        return Projected(batch, new LossRows(batch, samples, thinning), Time * samples.Examples.Length * samples.StandsFor).MoveToOuterDisposeScope();
    }

    /// <summary>The same tokens, each counted once: the mean over what was kept.</summary>
    private Tensor ProjectedWithout(Samples samples, TokenThinning thinning)
    {
        using var scope = NewDisposeScope();
        var batch = _chunks.Load(samples.Examples);
        var targets = batch.Targets.data<long>().ToArray();
        var (kept, _) = thinning.Choose(targets, samples.Key);
        var others = targets.Select((target, row) => kept.Contains(row) ? target : ChunkSource.Ignored).ToArray();
        batch = batch with { Targets = tensor(others).view_as(batch.Targets) };
        return Projected(batch, new LossRows(batch, samples), kept.Length).MoveToOuterDisposeScope();
    }

    private Tensor Projected(Batch batch, LossRows rows, double nominalTargets)
    {
        rows.Differentiate(_model, batch, new LossSettings(0.1, 1 / nominalTargets), new StepClock());
        var projected = _directions.matmul(_model.Weights.Gradients!);
        _model.Weights.ZeroGradients();
        return projected;
    }

    private sealed class FixedProbe : ISamplingProbe
    {
        public double MeanLoss(IReadOnlyList<long> chunks) => 4;

        public double MeanSquaredGradient(IReadOnlyList<long> chunks) => chunks.Average(chunk => chunk % 2 == 0 ? 0.25 : 1);
    }

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }
}
