using TorchSharp;
using Weft.Data;
using Weft.Evaluation;
using Weft.Modeling;
using Weft.Text;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Measures a run's model on its splits, always in the same way.</summary>
public sealed class SplitMeter(TransformerLanguageModel model, TokenStore store, RunOptions options, torch.Device device)
{
    /// <summary>Scores every token of a split once.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var context = options.Training.Context;
        var stride = options.Evaluation.Stride > 0 ? options.Evaluation.Stride : context;
        var loader = new BatchLoader(TrainingChunks.Measured(store, split, options, stride), device);
        var signature = PerplexitySignature.Of(store, split, context, stride, options.Training.Batching);
        return Evaluator.Evaluate(model, loader, options.Training.Batch, signature, stop);
    }
}
