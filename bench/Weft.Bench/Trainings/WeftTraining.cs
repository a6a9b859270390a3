using TorchSharp;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.LanguageModelling;
using Weft.Text.Vocabularies;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Bench.Trainings;

/// <summary>Weft's own training step, wired as <see cref="TrainingRun"/> wires it, without run folder and checkpoints.</summary>
internal sealed class WeftTraining : ITraining
{
    private readonly WeftSteps _steps;

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
        var words = new Vocabulary(["<eos>", .. Enumerable.Range(1, vocabulary - 1).Select(id => $"{id}")], null, "<eos>");
        var setup = TaskSetups.SetupOf(options);
        var task = new LanguageModellingTask(Model, new TokenExamples(chunks, words, setup), words, setup);
        _steps = new WeftSteps(task, options, kernels.Update);
    }

    public TransformerLanguageModel Model { get; }

    /// <inheritdoc/>
    /// <remarks>By measurement where the options leave it open.</remarks>
    public Precision Precision { get; }

    /// <inheritdoc/>
    public StepClock Clock => _steps.Clock;

    public long Parameters => Model.parameters().Sum(parameter => parameter.numel());

    public double Step(IReadOnlyList<long[]> batches) => _steps.Step(batches);

    /// <summary>The mean plain loss over chunks, nats a target.</summary>
    public double Measure(FixedChunks chunks, int batch) =>
        new TokenEvaluator(Model, chunks, batch).Measure(signature: "").Loss;

    public void Dispose()
    {
        _steps.Dispose();
        Model.Dispose();
    }
}
