using Weft.Foundation;
using Weft.Text.Vectors;
using Weft.Text.Vocabularies;
using Weft.Training.Checkpoints;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>The folder that holds all of one training; docs/formats.md describes its files.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether the training reached its end.</summary>
    public bool IsDone => File.Exists(At("DONE"));

    /// <summary>Whether a step was saved.</summary>
    public bool HasCheckpoints => CheckpointFolder.Steps(Checkpoints).Count > 0;

    /// <summary>The resolved options.</summary>
    public string ConfigFile => At("config.json");

    /// <summary>The model's tokens.</summary>
    public string VocabularyFile => At("vocabulary.json");

    /// <summary>What happened, a JSON object a line.</summary>
    public string MetricsFile => At("metrics.jsonl");

    /// <summary>Where the embedding's first vectors came from.</summary>
    public string VectorsFile => At("vectors.json");

    /// <summary>The saved steps.</summary>
    public string Checkpoints => At("checkpoints");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoard => At("tensorboard");

    /// <summary>The reports of the splits.</summary>
    public string Evaluation => At("evaluation");

    /// <summary>Names a new folder; nothing is written yet.</summary>
    /// <exception cref="ConfigurationException">There is a run or something else there already.</exception>
    public static RunFolder Reserve(string path)
    {
        var folder = new RunFolder(path);
        var taken = File.Exists(folder.Path) || (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any());
        if (taken)
        {
            throw new ConfigurationException(
                $"The run folder {folder.Path} exists. Name another with --out, or go on with its training: weft train --resume {path}");
        }
        return folder;
    }

    /// <summary>Opens the folder of an earlier training.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        return File.Exists(folder.ConfigFile)
            ? folder
            : throw new InvalidDataException($"{folder.Path} is not a run folder: it has no config.json. Runs are made by weft train --out FOLDER.");
    }

    /// <summary>Reads the options that the run was made with.</summary>
    public RunOptions ReadOptions()
    {
        var options = WeftJson.ReadFile<RunOptions>(ConfigFile, "configuration");
        options.Validate();
        return options;
    }

    /// <summary>Reads where the embedding's first vectors came from; null where the run has none.</summary>
    public VectorCoverage? ReadVectorCoverage() =>
        File.Exists(VectorsFile) ? WeftJson.ReadFile<VectorCoverage>(VectorsFile, "coverage of the word vectors") : null;

    /// <summary>Writes what the run is made from: all of it, or nothing where that fails.</summary>
    public void Begin(RunOptions options, Vocabulary vocabulary, string tokenizerIdentity, VectorCoverage? vectors = null)
    {
        var isNew = !Directory.Exists(Path);
        Directory.CreateDirectory(Path);
        try
        {
            Text.Vocabularies.VocabularyFile.Save(VocabularyFile, vocabulary, tokenizerIdentity);
            if (vectors is not null)
                WeftJson.WriteFile(VectorsFile, vectors);
            WeftJson.WriteFile(ConfigFile, options);
        }
        catch
        {
            File.Delete(VocabularyFile);
            File.Delete(VectorsFile);
            if (isNew)
                Directory.Delete(Path);
            throw;
        }
    }

    /// <summary>Marks the training as finished, with its results.</summary>
    public void Finish(TrainingSummary summary) => WeftJson.WriteFile(At("DONE"), summary);

    /// <summary>Takes the mark of an earlier end away, because training goes on, and keeps the budget that it goes on with.</summary>
    public void Reopen(RunOptions options)
    {
        WeftJson.WriteFile(ConfigFile, options);
        File.Delete(At("DONE"));
    }

    /// <summary>Where a named checkpoint is.</summary>
    /// <param name="name"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <param name="fingerprint">Of the run's model.</param>
    internal Checkpoint OpenCheckpoint(string name, string fingerprint)
    {
        var steps = CheckpointFolder.Steps(Checkpoints);
        if (steps.Count == 0)
            throw new InvalidDataException($"The run {Path} has no checkpoint yet. Train it: weft train --resume {Path}");
        if (name is "best" or "last")
        {
            var last = Checkpoint.Open(CheckpointFolder.PathOf(Checkpoints, steps[^1]), fingerprint);
            var best = last.State.BestStep;
            return name == "last" || best is null || best == steps[^1] ? last : OpenStep(best.Value, steps, fingerprint);
        }
        return long.TryParse(name, out var step) && steps.Contains(step)
            ? OpenStep(step, steps, fingerprint)
            : throw new ConfigurationException($"--checkpoint is {name}; it must be best, last, or one of {string.Join(", ", steps)}.");
    }

    private Checkpoint OpenStep(long step, IReadOnlyList<long> steps, string fingerprint) => steps.Contains(step)
        ? Checkpoint.Open(CheckpointFolder.PathOf(Checkpoints, step), fingerprint)
        : throw new InvalidDataException($"The best checkpoint, step-{step}, is missing from {Checkpoints}. Name another: --checkpoint {steps[^1]}");

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
