using TorchSharp;
using TorchSharp.Modules;
using Weft.Evaluation;

namespace Weft.Training.Logging;

/// <summary>TensorBoard event files, through TorchSharp's writer.</summary>
internal sealed class TensorBoardLog(string folder) : ITrainingListener
{
    private readonly SummaryWriter _writer = torch.utils.tensorboard.SummaryWriter(folder);

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        Add("train/loss", report.Loss, report.Step);
        Add("train/nll", report.NegativeLogLikelihood, report.Step);
        Add("train/rate", report.Rate, report.Step);
        Add("train/gradientNorm", report.GradientNorm, report.Step);
        Add("train/tokensPerSecond", report.TokensPerSecond, report.Step);
    }

    /// <inheritdoc/>
    public void OnEvaluation(long step, string phase, EvaluationResult result, bool isBest)
    {
        Add("validation/loss", result.Loss, step);
        Add("validation/perplexity", result.Perplexity, step);
        Add("validation/accuracy", result.Accuracy, step);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(long step, string folder)
    {
    }

    private void Add(string tag, double value, long step) => _writer.add_scalar(tag, (float)value, int.CreateSaturating(step));
}
