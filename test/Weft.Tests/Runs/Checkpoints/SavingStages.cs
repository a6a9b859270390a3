using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Training.Starting;

namespace Weft.Tests.Runs.Checkpoints;

/// <summary>
/// A training that saves step 12 twice: a new checkpoint, then, because the evaluation at the end has changed the state, one in its place.
/// </summary>
internal static class SavingStages
{
    /// <summary>The step of the two savings.</summary>
    public const int Step = 12;

    /// <summary>Where the new checkpoint gets its name, the moment from which it can be seen.</summary>
    public const string Naming = "rename folder .step-12.tmp to step-12";

    public static RunOptions Options(RunOptions tiny) => tiny with
    {
        Evaluation = tiny.Evaluation with { EverySteps = 5 },
        Training = tiny.Training with { CheckpointSteps = 4 },
    };

    /// <summary>Trains to the end, and calls before each operation on the disk that belongs to the two savings.</summary>
    public static void Train(RunOptions options, string folder, Weft.Training.Starting.CorpusProvider corpora, Action<string> before)
    {
        using var recorder = new Recorder();
        var disk = new WatchedDisk(operation =>
        {
            if (recorder.Steps.Count == Step)
                before(operation);
        });
        using var run = new TrainingOpener(corpora, recorder) { Disk = disk }.Create(options, folder);
        run.Run(CancellationToken.None);
    }

    /// <summary>What a run has come to.</summary>
    public static string[] Result(string run) =>
    [
        .. new[] { "model.safetensors", "optimizer.safetensors", "sampler.json" }.Select(name => Hashes.Sha256OfFile(Path.Combine(run, $"checkpoints/step-{Step}", name))),
        (string)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(run, $"checkpoints/step-{Step}/state.json")))!["order"]!,
    ];

    /// <summary>Names of files and folders that only a process which was killed leaves behind.</summary>
    public static IEnumerable<string> Leftovers(string run) =>
        Directory.GetFileSystemEntries(run, "*", SearchOption.AllDirectories).Where(path => path.Contains(".tmp", StringComparison.Ordinal));
}
