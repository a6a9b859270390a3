using System.Globalization;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.State;
using Weft.Runtime.Safetensors;
using Weft.Runtime.Tensors;
using Weft.Sampling;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Runs.Checkpoints;

/// <summary>The <c>checkpoints</c> folder of a run: one folder a saved step, each complete or not there at all.</summary>
/// <param name="folder">The folder.</param>
/// <param name="fingerprint">Of the run's model.</param>
/// <param name="model">What is trained.</param>
/// <param name="optimizer">Of the model's parameters; of this worker's share of them.</param>
/// <param name="gather">Makes its state whole.</param>
/// <param name="memories">What else remembers.</param>
/// <param name="origin">What a checkpoint that is written now is made with.</param>
/// <param name="keep">How many of the newest stay, beside the best.</param>
/// <param name="disk">Where it is.</param>
internal sealed class CheckpointFolder(
    string folder, string fingerprint, ITrainable model, Optimizer optimizer, Func<GatheredState> gather, IReadOnlyList<ICheckpointed> memories,
    Func<CheckpointOrigin> origin, int keep, IDisk disk)
{
    internal const string ModelFile = "model.safetensors";
    internal const string OptimizerFile = "optimizer.safetensors";
    internal const string SamplerFile = "sampler.json";
    internal const string MemoryFile = "sampler.safetensors";
    internal const string StateFile = "state.json";
    internal const string OriginFile = "origin.json";
    internal const string ManifestFile = "manifest.json";
    internal static readonly string[] Files = [ModelFile, OptimizerFile, SamplerFile, MemoryFile, StateFile];
    private const string Prefix = "step-";
    private const string DamagedSuffix = ".damaged";

    /// <summary>Who has the same model: the first of them writes.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>The steps that have a checkpoint, in rising order.</summary>
    public static IReadOnlyList<long> Steps(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.GetDirectories(folder, Prefix + "*").Select(StepOf).OfType<long>().Order(),
    ];

    /// <summary>The folder of one step.</summary>
    public static string PathOf(string folder, long step) => Path.Combine(folder, $"{Prefix}{step}");

    /// <summary>
    /// Takes the names of the checkpoints after a step away, and of what is no folder and has such a name. They could not be used, and
    /// would else count among the newest, before the whole ones that follow, or stand in their way.
    /// </summary>
    public static void SetAside(string folder, long afterStep)
    {
        foreach (var entry in new DirectoryInfo(folder) is { Exists: true } all ? all.GetFileSystemInfos(Prefix + "*") : [])
        {
            if (StepOf(entry.FullName) is not { } step || (step <= afterStep && Directory.Exists(entry.FullName)))
                continue;
            var aside = entry.FullName + DamagedSuffix;
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
            else
                File.Delete(aside);
            if (entry is DirectoryInfo whole)
                whole.MoveTo(aside);
            else
                File.Move(entry.FullName, aside);
        }
    }

    /// <summary>Writes a checkpoint, then deletes those that are neither among the newest, nor the best, nor the one to go back to.</summary>
    /// <returns>The checkpoint's folder.</returns>
    /// <exception cref="DivergenceException">A weight, or what the optimizer remembers, is not finite; nothing was written.</exception>
    public string Save(TrainingState state)
    {
        RequireFinite(state);
        var path = PathOf(folder, state.Step);
        var whole = gather();
        Workers.OnFirst(
            () =>
            {
                try
                {
                    AtomicFolder.Create(path, target => Fill(target, state, whole), disk);
                }
                finally
                {
                    // The others read all of it, whatever became of the file.
                    whole.Finish();
                }
                DeleteOld(state);
            },
            whole.Finish);
        return path;
    }

    private void RequireFinite(TrainingState state)
    {
        var name = FiniteNumbers.FirstOther([.. model.NamedParameters.Select(p => (p.Name, (Tensor)p.Parameter)), .. optimizer.State.Select(tensor => (tensor.Name, tensor.Own))]);
        if (Workers.Count == 1 ? name is null : !Workers.Any(name is not null))
            return;
        throw new DivergenceException($"Step {state.Step} was not saved: {name ?? "another worker's optimizer"} holds numbers that are not finite: the training has diverged.");
    }

    private void Fill(string target, TrainingState state, GatheredState whole)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, Action<Stream> write)
        {
            AtomicFolder.WriteFile(Path.Combine(target, name), write, disk);
            files[name] = Hashes.Sha256OfFile(Path.Combine(target, name));
        }
        Add(ModelFile, file => SafetensorsFile.Write(file, model.NamedParameters.Select(p => (p.Name, (Tensor)p.Parameter))));
        Add(OptimizerFile, file => SafetensorsFile.Write(file, whole.Tensors));
        Add(SamplerFile, file => WeftJson.Write(file, state.Sampler));
        Add(MemoryFile, file => SamplerMemory.Write(file, memories));
        Add(StateFile, file => WeftJson.Write(file, state));
        Add(OriginFile, file => WeftJson.Write(file, origin()));
        var manifest = new CheckpointManifest
        {
            SchemaVersion = CheckpointManifest.CurrentVersion,
            Step = state.Step,
            Model = fingerprint,
            Files = files,
        };
        AtomicFolder.WriteFile(Path.Combine(target, ManifestFile), file => WeftJson.Write(file, manifest), disk);
    }

    /// <summary>The step that a name stands for, or null.</summary>
    private static long? StepOf(string path) =>
        long.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;

    private void DeleteOld(TrainingState state)
    {
        foreach (var step in Steps(folder).SkipLast(keep).Where(step => step != state.BestStep && step != state.CalmStep))
            AtomicFolder.Delete(PathOf(folder, step), disk);
    }
}
