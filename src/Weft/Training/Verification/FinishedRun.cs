using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Tasks.LanguageModelling;
using Weft.Text.Vocabularies;
using Weft.Training.Checkpoints;
using Weft.Training.Logging;

namespace Weft.Training.Verification;

/// <summary>What a training has come to, as far as it must repeat exactly.</summary>
internal sealed class FinishedRun
{
    private static readonly string[] Repeating = ["step", "evaluation", "plan"];
    private static readonly string[] Timing = ["seconds", "tokensPerSecond"];

    private readonly Checkpoint _last;

    /// <summary>Reads a run folder.</summary>
    /// <exception cref="InvalidDataException">It holds no finished training.</exception>
    public FinishedRun(string path)
    {
        var folder = RunFolder.Open(path);
        var (vocabulary, _) = VocabularyFile.Load(folder.VocabularyFile);
        _last = folder.OpenCheckpoint("last", LanguageModellingTask.FingerprintOf(folder.ReadOptions().Model, vocabulary), damage => throw new InvalidDataException(damage));
        State = _last.State;
        Metrics = [.. MetricsLines.Lines(folder.MetricsFile).Select(line => JsonNode.Parse(line)!.AsObject()).Where(IsRepeating)];
        foreach (var line in Metrics)
            Array.ForEach(Timing, key => line.Remove(key));
    }

    /// <summary>The state at the end.</summary>
    public TrainingState State { get; }

    /// <summary>Every step, evaluation and plan as it was logged, without times.</summary>
    public IReadOnlyList<JsonObject> Metrics { get; }

    /// <summary>The hashes of what must repeat.</summary>
    public IReadOnlyList<(string Name, string Hash)> Hashes =>
    [
        ("weights", _last.HashOf(CheckpointFolder.ModelFile)),
        ("optimizer state", _last.HashOf(CheckpointFolder.OptimizerFile)),
        ("sampler memory", _last.HashOf(CheckpointFolder.MemoryFile)),
        ("sample order", State.Order.ToString()),
        ("losses", Foundation.Hashes.Sha256(string.Concat(Metrics.Select(line => line.ToJsonString(WeftJson.OneLine) + "\n")))),
    ];

    /// <summary>The files that hold tensors.</summary>
    public IReadOnlyList<string> TensorFiles => [_last.PathOf(CheckpointFolder.ModelFile), _last.PathOf(CheckpointFolder.OptimizerFile), _last.PathOf(CheckpointFolder.MemoryFile)];

    private static bool IsRepeating(JsonObject line) => Repeating.Contains(line["kind"]?.GetValue<string>());
}
