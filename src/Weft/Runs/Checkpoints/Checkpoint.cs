using Weft.Evaluation;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.State;
using Weft.Runtime.Safetensors;
using Weft.Sampling;
using static TorchSharp.torch;

namespace Weft.Runs.Checkpoints;

/// <summary>A saved step that was found whole and of the right model.</summary>
internal sealed class Checkpoint
{
    private readonly string _path;
    private readonly CheckpointManifest _manifest;

    private Checkpoint(string path, CheckpointManifest manifest)
    {
        (_path, _manifest) = (path, manifest);
        State = WeftJson.ReadFile<TrainingState>(PathOf(CheckpointFolder.StateFile), "training state") with
        {
            Sampler = WeftJson.ReadFile<SamplerState>(PathOf(CheckpointFolder.SamplerFile), "sampler state"),
        };
        Origin = manifest.SchemaVersion == CheckpointManifest.OldestVersion ? null
            : WeftJson.ReadFile<CheckpointOrigin>(PathOf(CheckpointFolder.OriginFile), "origin of the checkpoint");
    }

    /// <summary>The step after which it was saved.</summary>
    public long Step => _manifest.Step;

    /// <summary>The training's state at that step.</summary>
    public TrainingState State { get; }

    /// <summary>What it was made with; null where it is of a version that did not say.</summary>
    public CheckpointOrigin? Origin { get; }

    /// <summary>Its folder.</summary>
    public string Folder => _path;

    /// <summary>Opens a checkpoint when those of its files that are named are what was written, and nothing else speaks against it.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="fingerprint">Of the run's model.</param>
    /// <param name="files">The files that matter to the caller; only these may be used.</param>
    /// <returns>The checkpoint, or why it cannot be used.</returns>
    public static CheckpointFinding Find(string path, string fingerprint, IReadOnlyList<string> files)
    {
        try
        {
            var manifest = WeftJson.ReadFile<CheckpointManifest>(Path.Combine(path, CheckpointFolder.ManifestFile), "checkpoint manifest");
            if (CheckpointFinding.ForeignOf(path, manifest, fingerprint) is { } foreign)
                return foreign;
            if (Path.GetFileName(path) != Path.GetFileName(CheckpointFolder.PathOf("", manifest.Step)))
                return new CheckpointFinding($"The checkpoint {path} is damaged: its manifest says that it is of step {manifest.Step}.");
            var own = files.Prepend(CheckpointFolder.OriginFile)
                .Where(name => name != CheckpointFolder.OriginFile || manifest.SchemaVersion > CheckpointManifest.OldestVersion);
            var damage = own.Select(name => DamageOf(path, name, manifest.Files.GetValueOrDefault(name))).FirstOrDefault(found => found is not null);
            return damage is null ? new CheckpointFinding(new Checkpoint(path, manifest)) : new CheckpointFinding(damage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Whatever keeps this one from being read need not keep an older one.
            return new CheckpointFinding(e.Message);
        }
    }

    /// <summary>Where one of its files is.</summary>
    public string PathOf(string file) => Path.Combine(_path, file);

    /// <summary>SHA-256 of one of its files.</summary>
    public string HashOf(string file) => _manifest.Files[file];

    /// <summary>The file that holds the weights of a choice.</summary>
    public static string FileOf(WeightsChoice weights) => weights == WeightsChoice.Average ? CheckpointFolder.OptimizerFile : CheckpointFolder.ModelFile;

    /// <summary>Puts saved weights into the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">The weights themselves, or their running mean.</param>
    /// <param name="isTaken">Which parameters, by the names that checkpoints know them by; null is all.</param>
    /// <exception cref="InvalidDataException">The run kept no running mean.</exception>
    public void Restore(ITrainable model, WeightsChoice weights = WeightsChoice.Raw, Func<string, bool>? isTaken = null)
    {
        var ending = weights == WeightsChoice.Average ? ".average" : "";
        Fill(FileOf(weights), model.NamedParameters.Where(p => isTaken?.Invoke(p.Name) ?? true).Select(p => (p.Name + ending, (Tensor)p.Parameter)));
        model.Weights.UpdateWorkingCopies();
    }

    /// <summary>Puts the saved moments and averages into the optimizer.</summary>
    public void Restore(Optimizer optimizer)
    {
        using var frozen = no_grad();
        using var tensors = SafetensorsFile.Read(PathOf(CheckpointFolder.OptimizerFile));
        foreach (var tensor in optimizer.State)
        {
            if (tensor.IsWhole)
            {
                tensors.CopyTo(tensor.Name, tensor.Own);
                continue;
            }
            using var scope = NewDisposeScope();
            var whole = empty(tensor.Shape, tensor.Own.dtype);
            tensors.CopyTo(tensor.Name, whole);
            tensor.Own.copy_(whole.flatten().narrow(0, tensor.Start, tensor.Own.numel()));
        }
    }

    /// <summary>Puts the saved numbers into what remembers them.</summary>
    public void Restore(IReadOnlyList<ICheckpointed> memories) => SamplerMemory.Read(PathOf(CheckpointFolder.MemoryFile), memories);

    private void Fill(string file, IEnumerable<(string Name, Tensor Tensor)> targets)
    {
        using var frozen = no_grad();
        using var tensors = SafetensorsFile.Read(PathOf(file));
        foreach (var (name, tensor) in targets)
            tensors.CopyTo(name, tensor);
    }

    private static string? DamageOf(string folder, string name, string? expected)
    {
        var path = Path.Combine(folder, name);
        var problem = RegularFile.ProblemOf(path) ?? (
            !File.Exists(path) ? "is missing"
            : Hashes.Sha256OfFile(path) != expected ? "is not what was written (its SHA-256 differs)"
            : NotFiniteIn(path) is { } tensor ? $"holds numbers that are not finite, in {tensor}: the training had diverged"
            : null);
        return problem is null ? null : $"The checkpoint {folder} is damaged: {name} {problem}.";
    }

    /// <summary>Weights and optimizer state; what samplers remember may be infinite.</summary>
    private static string? NotFiniteIn(string path)
    {
        if (Path.GetFileName(path) is not (CheckpointFolder.ModelFile or CheckpointFolder.OptimizerFile))
            return null;
        using var tensors = SafetensorsFile.Read(path);
        return tensors.FirstNotFinite();
    }
}
