using System.Globalization;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime.Safetensors;
using static TorchSharp.torch;

namespace Weft.Training.Checkpoints;

/// <summary>The <c>checkpoints</c> folder of a run: one folder a saved step, each complete or not there at all.</summary>
internal sealed class CheckpointFolder(string folder, string fingerprint, TransformerLanguageModel model, Optimizer optimizer, int keep)
{
    internal const string ModelFile = "model.safetensors";
    internal const string OptimizerFile = "optimizer.safetensors";
    internal const string SamplerFile = "sampler.json";
    internal const string StateFile = "state.json";
    internal const string ManifestFile = "manifest.json";
    internal static readonly string[] Files = [ModelFile, OptimizerFile, SamplerFile, StateFile];
    private const string Prefix = "step-";

    /// <summary>The steps that have a checkpoint, in rising order.</summary>
    public static IReadOnlyList<long> Steps(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetDirectories(folder, Prefix + "*")
            .Select(path => long.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, null, out var step) ? step : -1)
            .Where(step => step >= 0)
            .Order(),
    ];

    /// <summary>The folder of one step.</summary>
    public static string PathOf(string folder, long step) => Path.Combine(folder, $"{Prefix}{step}");

    /// <summary>Writes a checkpoint, then deletes those that are neither among the newest nor the best.</summary>
    /// <returns>The checkpoint's folder.</returns>
    public string Save(TrainingState state)
    {
        var path = PathOf(folder, state.Step);
        AtomicFolder.Create(path, target => Fill(target, state));
        DeleteOld(state);
        return path;
    }

    private void Fill(string target, TrainingState state)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, Action<string> write)
        {
            write(Path.Combine(target, name));
            files[name] = Hashes.Sha256OfFile(Path.Combine(target, name));
        }
        Add(ModelFile, path => WriteTensors(path, model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
        Add(OptimizerFile, path => WriteTensors(path, optimizer.State));
        Add(SamplerFile, path => WeftJson.WriteFile(path, state.Sampler));
        Add(StateFile, path => WeftJson.WriteFile(path, state));
        WeftJson.WriteFile(Path.Combine(target, ManifestFile), new CheckpointManifest
        {
            SchemaVersion = CheckpointManifest.CurrentVersion,
            Step = state.Step,
            Model = fingerprint,
            Files = files,
        });
    }

    private static void WriteTensors(string path, IEnumerable<(string, Tensor)> tensors) =>
        AtomicFile.Write(path, stream => SafetensorsFile.Write(stream, tensors));

    private void DeleteOld(TrainingState state)
    {
        foreach (var step in Steps(folder).SkipLast(keep).Where(step => step != state.BestStep))
            Directory.Delete(PathOf(folder, step), recursive: true);
        // What a killed process left behind.
        foreach (var leftover in Directory.GetDirectories(folder, $".{Prefix}*.tmp"))
            Directory.Delete(leftover, recursive: true);
    }
}
