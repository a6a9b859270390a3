using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Training.Starting;
using Weft.Workers.Mpi;

namespace Weft.Workers.Probe;

/// <summary>Whole trainings of several processes.</summary>
internal static class Trainings
{
    /// <summary>Trains as <c>options.json</c> in a folder says, into <c>mpi-N</c> beside it.</summary>
    /// <returns>The hash of the weights that this worker has at the end, and the loss of the test split.</returns>
    public static string Train(MpiWorkers workers, string folder)
    {
        var options = WeftJson.ReadFile<RunOptions>(Path.Combine(folder, "options.json"), "options");
        var corpora = new CorpusProvider(Path.Combine(folder, "cache"), Path.Combine(folder, "data"), () => Stream.Null);
        var path = Path.Combine(folder, $"mpi-{workers.Count}");
        using var run = new TrainingOpener(corpora, new Nobody()) { Workers = workers }.Create(options, path);
        var summary = run.Run(default);
        var checkpoint = Path.Combine(path, "checkpoints", $"step-{summary.Steps}", "model.safetensors");
        return FormattableString.Invariant($"{Hashes.Sha256OfFile(checkpoint)} {summary.Test!.Loss:R}");
    }

    private sealed class Nobody : ITrainingListener
    {
        public void On(TrainingEvent happened)
        {
        }
    }
}
