using System.Globalization;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime.Safetensors;
using Weft.Sampling;
using static TorchSharp.torch;

namespace Weft.Training.Checkpoints;

/// <summary>The <c>checkpoints</c> folder of a run: one folder a saved step, each complete or not there at all.</summary>
internal sealed class CheckpointFolder(
    string folder, string fingerprint, TransformerLanguageModel model, Optimizer optimizer, IReadOnlyList<IRemembering> memories, int keep, IDisk disk)
{
    internal const string ModelFile = "model.safetensors";
    internal const string OptimizerFile = "optimizer.safetensors";
    internal const string SamplerFile = "sampler.json";
    internal const string MemoryFile = "sampler.safetensors";
    internal const string StateFile = "state.json";
    internal const string ManifestFile = "manifest.json";
    internal static readonly string[] Files = [ModelFile, OptimizerFile, SamplerFile, MemoryFile, StateFile];
    private const string Prefix = "step-";
    private const string DamagedSuffix = ".damaged";

    /// <summary>The steps that have a checkpoint, in rising order.</summary>
    public static IReadOnlyList<long> Steps(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetDirectories(folder, Prefix + "*")
            .Select(path => long.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1)
            .Where(step => step >= 0)
            .Order(),
    ];

    /// <summary>The folder of one step.</summary>
    public static string PathOf(string folder, long step) => Path.Combine(folder, $"{Prefix}{step}");

    /// <summary>
    /// Takes the names of the checkpoints after a step away. They were found damaged, and would else count among the newest, before the
    /// whole ones that follow.
    /// </summary>
    public static void SetAside(string folder, long afterStep)
    {
        foreach (var step in Steps(folder).Where(step => step > afterStep))
        {
            var aside = PathOf(folder, step) + DamagedSuffix;
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
            Directory.Move(PathOf(folder, step), aside);
        }
    }

    /// <summary>Writes a checkpoint, then deletes those that are neither among the newest nor the best.</summary>
    /// <returns>The checkpoint's folder.</returns>
    public string Save(TrainingState state)
    {
        var path = PathOf(folder, state.Step);
        AtomicFolder.Create(path, target => Fill(target, state), disk);
        DeleteOld(state);
        return path;
    }

    private void Fill(string target, TrainingState state)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, Action<Stream> write)
        {
            AtomicFolder.WriteFile(Path.Combine(target, name), write, disk);
            files[name] = Hashes.Sha256OfFile(Path.Combine(target, name));
        }
        Add(ModelFile, file => SafetensorsFile.Write(file, model.named_parameters().Select(p => (p.name, (Tensor)p.parameter))));
        Add(OptimizerFile, file => SafetensorsFile.Write(file, optimizer.State));
        Add(SamplerFile, file => WeftJson.Write(file, state.Sampler));
        Add(MemoryFile, file => SamplerMemory.Write(file, memories));
        Add(StateFile, file => WeftJson.Write(file, state));
        var manifest = new CheckpointManifest
        {
            SchemaVersion = CheckpointManifest.CurrentVersion,
            Step = state.Step,
            Model = fingerprint,
            Files = files,
        };
        AtomicFolder.WriteFile(Path.Combine(target, ManifestFile), file => WeftJson.Write(file, manifest), disk);
    }

    private void DeleteOld(TrainingState state)
    {
        foreach (var step in Steps(folder).SkipLast(keep).Where(step => step != state.BestStep))
            AtomicFolder.Delete(PathOf(folder, step), disk);
    }
}
