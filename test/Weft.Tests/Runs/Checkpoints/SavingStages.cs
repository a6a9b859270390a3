using Weft.Bench.Faults;
using Weft.Foundation;

namespace Weft.Tests.Runs.Checkpoints;

/// <summary>What has become of a training that was cut off while it saved.</summary>
internal static class SavingStages
{
    /// <summary>The step of the two savings.</summary>
    public const int Step = SavingTraining.Step;

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
