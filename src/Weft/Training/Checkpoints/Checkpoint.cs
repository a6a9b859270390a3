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

    private Checkpoint(string path) => _path = path;

    /// <summary>The training's state at that step.</summary>
    public TrainingState State => WeftJson.ReadFile<TrainingState>(Path.Combine(_path, CheckpointFolder.StateFile), "training state") with
    {
        Sampler = WeftJson.ReadFile<SamplerState>(Path.Combine(_path, CheckpointFolder.SamplerFile), "sampler state"),
    };

    /// <summary>Opens a checkpoint and checks every file's hash.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged, or of another model.</exception>
    public static Checkpoint Open(string path, string fingerprint)
    {
        var manifestPath = Path.Combine(path, CheckpointFolder.ManifestFile);
        var manifest = WeftJson.ReadFile<CheckpointManifest>(manifestPath, "checkpoint manifest");
        if (manifest.SchemaVersion != CheckpointManifest.CurrentVersion)
            throw new InvalidDataException($"The checkpoint {path} has version {manifest.SchemaVersion}; this Weft reads {CheckpointManifest.CurrentVersion}.");
        if (manifest.Model != fingerprint)
        {
            throw new InvalidDataException(
                $"The checkpoint {path} belongs to another model: its shape or vocabulary is not that of this run.{Environment.NewLine}"
                + "Put the run's own checkpoint, config.json and vocabulary.json back.");
        }
        foreach (var name in CheckpointFolder.Files)
            CheckFile(path, name, manifest.Files.GetValueOrDefault(name));
        return new Checkpoint(path);
    }

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

    private void Fill(string file, IEnumerable<(string Name, Tensor Tensor)> targets)
    {
        using var frozen = no_grad();
        using var tensors = SafetensorsFile.Read(Path.Combine(_path, file));
        foreach (var (name, tensor) in targets)
            tensors.CopyTo(name, tensor);
    }

    private static void CheckFile(string folder, string name, string? expected)
    {
        var path = Path.Combine(folder, name);
        var problem = !File.Exists(path) ? "is missing"
            : Hashes.Sha256OfFile(path) != expected ? "is not what was written (its SHA-256 differs)"
            : null;
        if (problem is not null)
        {
            throw new InvalidDataException(
                $"The checkpoint {folder} is damaged: {name} {problem}.{Environment.NewLine}"
                + "Delete this checkpoint's folder to use the one before it.");
        }
    }
}
