using Weft.Data;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Sampling;
using Weft.Sampling.Dynamic;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>Asks a model in training about chunks. Weights and gradients are afterwards what they were.</summary>
/// <param name="model">The model; between two steps.</param>
/// <param name="optimizer">Measures gradients.</param>
/// <param name="loader">Reads chunks.</param>
/// <param name="batch">Chunks in a forward pass.</param>
/// <param name="smoothing">Label smoothing of the loss whose gradients are measured.</param>
internal sealed class ModelProbe(TransformerLanguageModel model, Optimizer optimizer, BatchLoader loader, int batch, double smoothing) : ISamplingProbe
{
    private readonly BatchGradients _gradients = new(model, new StepClock());

    /// <inheritdoc/>
    public double MeanLoss(IReadOnlyList<long> chunks)
    {
        model.eval();
        using var frozen = no_grad();
        var (loss, targets) = (0.0, 0L);
        foreach (var some in chunks.Chunk(batch))
        {
            using var scope = NewDisposeScope();
            var windows = loader.Load(some);
            var sums = model.Output.Measure(model.Hidden(windows).flatten(0, 1), windows.Targets.flatten());
            loss += sums.NegativeLogLikelihood;
            targets += sums.Targets;
        }
        return loss / targets;
    }

    /// <inheritdoc/>
    public double MeanSquaredGradient(IReadOnlyList<long> chunks)
    {
        model.eval();
        return chunks.Average(SquaredGradient);
    }

    private double SquaredGradient(long chunk)
    {
        using var scope = NewDisposeScope();
        var alone = loader.Load([chunk]);
        var loss = new LossSettings(smoothing, 1.0 / loader.RangeOf(chunk).Scored);
        _gradients.Add(alone, new LossRows(alone, new Samples(0, [chunk])), loss);
        var norm = optimizer.MeasureGradients().Value;
        model.Weights.ZeroGradients();
        return norm * norm;
    }
}
