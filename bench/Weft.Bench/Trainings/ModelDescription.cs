using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Bench.Trainings;

/// <summary>A model and its batches in a line.</summary>
internal static class ModelDescription
{
    public static string Of(RunOptions options, int vocabulary)
    {
        var (model, training) = (options.Model, options.Training);
        return $"{options.Preset}: {model.Layers} layers, d {model.Dimension}, {model.Heads} heads, feed-forward {model.FeedForward}, "
            + $"{vocabulary:N0} words, dropout {model.Dropout}, {training.Batch} x {training.Context} tokens"
            + (options.Task == TaskKind.Classification ? " at most" : "")
            + (training.Accumulation > 1 ? $" x {training.Accumulation} a step" : " a step");
    }
}
