using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime.Safetensors;
using Weft.Sampling;
using static TorchSharp.torch;

namespace Weft.Training.Checkpoints;

/// <summary>A saved step that was found whole and of the right model.</summary>
internal sealed class Checkpoint
{
    private readonly string _path;
    private readonly CheckpointManifest _manifest;

    private Checkpoint(string path, CheckpointManifest manifest) => (_path, _manifest) = (path, manifest);

    /// <summary>The step after which it was saved.</summary>
    public long Step => _manifest.Step;

    /// <summary>The training's state at that step.</summary>
    public TrainingState State => WeftJson.ReadFile<TrainingState>(PathOf(CheckpointFolder.StateFile), "training state") with
    {
        Sampler = WeftJson.ReadFile<SamplerState>(PathOf(CheckpointFolder.SamplerFile), "sampler state"),
    };

    /// <summary>Opens a checkpoint when those of its files that are named have the hashes that its manifest says.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="fingerprint">Of the run's model.</param>
    /// <param name="files">The files that matter to the caller; only these may be used.</param>
    /// <param name="damage">What is wrong with it, or null.</param>
    /// <returns>The checkpoint, or null where it is damaged.</returns>
    /// <exception cref="InvalidDataException">It is of another model or version.</exception>
    public static Checkpoint? Find(string path, string fingerprint, IReadOnlyList<string> files, out string? damage)
    {
        if (ReadManifest(path, out damage) is not { } manifest)
            return null;
        if (manifest.SchemaVersion != CheckpointManifest.CurrentVersion)
            throw new InvalidDataException($"The checkpoint {path} has version {manifest.SchemaVersion}; this Weft reads {CheckpointManifest.CurrentVersion}.");
        if (manifest.Model != fingerprint)
        {
            throw new InvalidDataException(
                $"The checkpoint {path} belongs to another model: its shape or vocabulary is not that of this run.{Environment.NewLine}"
                + "Put the run's own checkpoint, config.json and vocabulary.json back.");
        }
        damage = files.Select(name => DamageOf(path, name, manifest.Files.GetValueOrDefault(name))).FirstOrDefault(found => found is not null);
        return damage is null ? new Checkpoint(path, manifest) : null;
    }

    /// <summary>Where one of its files is.</summary>
    public string PathOf(string file) => Path.Combine(_path, file);

    /// <summary>SHA-256 of one of its files.</summary>
    public string HashOf(string file) => _manifest.Files[file];

    /// <summary>Puts the saved weights into the model.</summary>
    public void Restore(TransformerLanguageModel model)
    {
        Fill(CheckpointFolder.ModelFile, model.named_parameters().Select(p => (p.name, (Tensor)p.parameter)));
        model.Weights.UpdateWorkingCopies();
    }

    /// <summary>Puts the saved running mean of the weights into the model.</summary>
    /// <exception cref="InvalidDataException">The run kept none.</exception>
    public void RestoreAverages(TransformerLanguageModel model)
    {
        Fill(CheckpointFolder.OptimizerFile, model.named_parameters().Select(p => (p.name + ".average", (Tensor)p.parameter)));
        model.Weights.UpdateWorkingCopies();
    }

    /// <summary>Puts the weights of a choice into the model.</summary>
    public void Restore(TransformerLanguageModel model, WeightsChoice weights)
    {
        if (weights == WeightsChoice.Average)
            RestoreAverages(model);
        else
            Restore(model);
    }

    /// <summary>Puts the saved moments and averages into the optimizer.</summary>
    public void Restore(Optimizer optimizer) => Fill(CheckpointFolder.OptimizerFile, optimizer.State);

    /// <summary>Puts the saved numbers into what remembers them.</summary>
    public void Restore(IReadOnlyList<IRemembering> memories) => SamplerMemory.Read(PathOf(CheckpointFolder.MemoryFile), memories);

    private void Fill(string file, IEnumerable<(string Name, Tensor Tensor)> targets)
    {
        using var frozen = no_grad();
        using var tensors = SafetensorsFile.Read(PathOf(file));
        foreach (var (name, tensor) in targets)
            tensors.CopyTo(name, tensor);
    }

    private static CheckpointManifest? ReadManifest(string path, out string? damage)
    {
        try
        {
            damage = null;
            return WeftJson.ReadFile<CheckpointManifest>(Path.Combine(path, CheckpointFolder.ManifestFile), "checkpoint manifest");
        }
        catch (InvalidDataException e)
        {
            damage = e.Message;
            return null;
        }
    }

    private static string? DamageOf(string folder, string name, string? expected)
    {
        var path = Path.Combine(folder, name);
        var problem = !File.Exists(path) ? "is missing"
            : Hashes.Sha256OfFile(path) != expected ? "is not what was written (its SHA-256 differs)"
            : null;
        return problem is null ? null : $"The checkpoint {folder} is damaged: {name} {problem}.";
    }
}
