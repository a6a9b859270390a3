using System.Globalization;
using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Runtime;
using Weft.Training.Starting;

namespace Weft.Bench.Golden;

/// <summary>A kind of training whose bits must stay.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">As <c>--set</c> takes them.</param>
internal sealed record GoldenRecipe(string Name, params IReadOnlyList<string> Settings)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoldenRecipe> All { get; } =
    [
        new("small", "preset=small"),
        new("method", "preset=method"),
        new("reference", "preset=reference"),
        new("padded", "preset=small", "training.batching=padded"),
        new("stream", "preset=small", "training.batching=stream"),
        new("random", "preset=small", "training.batching=random", "training.accumulation=2"),
        new("dynamic", "preset=small", "sampling.sampler=dynamic"),
        new("static", "preset=small", "sampling.sampler=static", "sampling.wordDropout=0.1"),
        new("thinning", "preset=small", "sampling.thinning.keep=0.5"),
        new("adaptive", "preset=small", "model.softmax=adaptive", "model.tieEmbeddings=false", "model.frequencyBias=false"),
        new("muon", "preset=small", "optimizer.kind=muon", "model.dropout=0.1"),
    ];

    /// <summary>Trains and describes what came out in a line of hashes.</summary>
    public string Train(string text, string folder, Precision precision, int steps)
    {
        var tree = new OptionTree();
        foreach (var setting in Settings)
            tree.SetAssignment(setting);
        foreach (var setting in Common(text, precision, steps))
            tree.SetAssignment(setting);
        var last = new LastLoss();
        var corpora = new CorpusProvider(Path.Combine(folder, "cache"), folder, () => Stream.Null);
        var path = Path.Combine(folder, $"{Name}-{precision}");
        using (var run = new TrainingOpener(corpora, last).Create(tree.Build(), path))
            run.Run(CancellationToken.None);
        var checkpoint = Path.Combine(path, "checkpoints", string.Create(CultureInfo.InvariantCulture, $"step-{steps}"));
        var order = WeftJson.ReadFile<TrainingState>(Path.Combine(checkpoint, "state.json"), "training state").Order.ToString()[..8];
        return $"{Name,-10}{precision,-9} weights {NumbersOf(checkpoint, "model")} optimizer {NumbersOf(checkpoint, "optimizer")} "
            + $"memory {NumbersOf(checkpoint, "sampler")} order {order} loss {last.Value:R}";
    }

    private static string[] Common(string text, Precision precision, int steps) =>
    [
        $"data.source={text}", "data.tokenizer=blanks", $"budget.steps={steps}", "evaluation.report=false", "runtime.threads=2", "runtime.rowsAtOnce=256",
        "runtime.device=cpu", $"runtime.precision={precision.ToString().ToLowerInvariant()}", "sampling.dynamic.roundsPerPlan=2",
    ];

    /// <summary>The numbers of a safetensors file, without its header: names may change, numbers may not.</summary>
    private static string NumbersOf(string checkpoint, string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(checkpoint, file + ".safetensors")).AsSpan();
        var header = (int)BitConverter.ToUInt64(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes[(sizeof(ulong) + header)..]))[..8];
    }

    /// <summary>Remembers the loss of the last step.</summary>
    private sealed class LastLoss : ITrainingListener
    {
        public double Value { get; private set; }

        public void On(TrainingEvent happened) => Value = happened is StepEvent step ? step.Loss : Value;
    }
}
