using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.LanguageModelling;
using Weft.Text.Vocabularies;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Training.Steps;
using Weft.Workers;

namespace Weft.Bench.Trainings;

/// <summary>Weft's own training step, wired as <see cref="TrainingRun"/> wires it, without run folder and checkpoints.</summary>
internal sealed class WeftTraining : ITraining
{
    private readonly Optimizer _optimizer;
    private readonly StepBatches _batches;
    private readonly GradientStep _step;
    private readonly double _rate;
    private long _steps;

    /// <summary>Builds the model.</summary>
    /// <param name="options">What it is to be.</param>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="tokens">The text.</param>
    /// <param name="chunks">What is trained on.</param>
    /// <param name="kernels">How its parts are computed; null as Weft would.</param>
    public WeftTraining(RunOptions options, int vocabulary, TokenSequence tokens, FixedChunks chunks, WeftKernels? kernels = null)
    {
        options = options with { Runtime = TrainingDevice.Resolve(options.Runtime) };
        var device = TrainingDevice.Prepare(options.Runtime);
        Precision = options.Runtime.Precision;
        torch.random.manual_seed((long)RandomStream.For(options.Seed, "weights").NextUInt64());
        kernels ??= WeftKernels.For(device);
        Model = new TransformerLanguageModel(options.Model, vocabulary, Precision, device, kernels.Layers, kernels.Output);
        if (options.Model.FrequencyBias)
            Model.SetBias(TokenFrequencies.Count(tokens, vocabulary));
        _optimizer = new Optimizer(Model.Weights, options.Optimizer, kernels.Update);
        var words = new Vocabulary(["<eos>", .. Enumerable.Range(1, vocabulary - 1).Select(id => $"{id}")], null, "<eos>");
        var setup = TaskSetups.SetupOf(options);
        var task = new LanguageModellingTask(Model, new TokenExamples(chunks, words, setup), words, setup);
        _batches = new StepBatches(options.Training.Accumulation, task.Examples);
        _step = new GradientStep(task, new SharedUpdate(Model.Weights, _optimizer, Alone.Instance), options);
        _rate = options.Schedule.PeakRate;
    }

    public TransformerLanguageModel Model { get; }

    /// <summary>The type in which products are taken, by measurement where the options leave it open.</summary>
    public Precision Precision { get; }

    /// <summary>Where the time of the steps goes.</summary>
    public StepClock Clock => _step.Clock;

    public long Parameters => Model.parameters().Sum(parameter => parameter.numel());

    public double Step(IReadOnlyList<long[]> batches) => _step.Make(++_steps, _batches.Read(batches), _rate).Loss;

    /// <summary>The mean plain loss over chunks, nats a target.</summary>
    public double Measure(FixedChunks chunks, int batch) =>
        new TokenEvaluator(Model, chunks, batch).Measure(signature: "").Loss;

    public void Dispose()
    {
        _batches.Dispose();
        _optimizer.Dispose();
        Model.Dispose();
    }
}
