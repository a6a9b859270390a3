using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Optimization;
using Weft.Runs.Checkpoints;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Text.Vectors;

namespace Weft.Runs;

/// <summary>The folder that holds all of one training; docs/formats.md describes its files.</summary>
internal sealed class RunFolder
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

    /// <summary>The model's tokens; of a translator whose sources have a vocabulary of their own, those that it writes.</summary>
    public string VocabularyFile => At("vocabulary.json");

    /// <summary>The tokens of a translator's sources, where they have a vocabulary of their own.</summary>
    public string SourceVocabularyFile => At("source-vocabulary.json");

    /// <summary>The folder of the files of a tokenizer that was learnt from text; null where the run's was not.</summary>
    public string? TokenizerFolder => Directory.Exists(TokenizerPlace) ? TokenizerPlace : null;

    /// <summary>The same of a translator's sources, where they have a vocabulary of their own.</summary>
    public string? SourceTokenizerFolder => Directory.Exists(SourceTokenizerPlace) ? SourceTokenizerPlace : null;

    /// <summary>Where those files go.</summary>
    internal string TokenizerPlace => At("tokenizer");

    /// <summary>Where those of sources go.</summary>
    internal string SourceTokenizerPlace => At("source-tokenizer");

    /// <summary>The labels that a classifier tells apart.</summary>
    public string LabelsFile => At("labels.json");

    /// <summary>Which text the run is trained on.</summary>
    public string CorpusFile => At("corpus.json");

    /// <summary>What happened, a JSON object a line.</summary>
    public string MetricsFile => RunLog.FileOf(Path);

    /// <summary>Where the embedding's first vectors came from.</summary>
    public string VectorsFile => At("vectors.json");

    /// <summary>Which run the weights started from.</summary>
    public string StartFile => At("start.json");

    /// <summary>A copy of the file that <c>training.classWeights</c> named, where it named one.</summary>
    public string ClassWeightsFile => At("class-weights.tsv");

    /// <summary>The files that a training begins with, before <c>config.json</c>; some only where they are needed.</summary>
    internal IReadOnlyList<string> BeginningFiles => [VocabularyFile, SourceVocabularyFile, CorpusFile, LabelsFile, VectorsFile, StartFile, ClassWeightsFile];

    /// <summary>The saved steps.</summary>
    public string Checkpoints => At("checkpoints");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoard => At("tensorboard");

    /// <summary>The reports of the splits.</summary>
    public string Evaluation => At("evaluation");

    /// <summary>Refuses a path where a new run cannot be. Nothing is written: another may still take it until the training begins.</summary>
    /// <exception cref="ConfigurationException">There is a run or something else there already.</exception>
    public static void RequireFree(string path)
    {
        var folder = new RunFolder(path);
        if (RunLeftovers.AreAll(folder))
            return;
        throw File.Exists(folder.ConfigFile) ? Taken(path) : new ConfigurationException(
            $"The run folder {folder.Path} exists. Name another (--out): there is no run in it, and what is in it is not Weft's to replace.");
    }

    /// <summary>The folder of that path, whatever is there.</summary>
    internal static RunFolder Of(string path) => new(path);

    /// <summary>Whether a training was begun in a folder.</summary>
    internal static bool IsRun(string path) => File.Exists(new RunFolder(path).ConfigFile);

    /// <summary>Opens the folder of an earlier training.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        RegularFile.Require(folder.ConfigFile);
        return File.Exists(folder.ConfigFile)
            ? folder
            : throw new InvalidDataException($"{folder.Path} is not a run folder: it has no config.json. Runs are made by weft train --out FOLDER."
                + (File.Exists(folder.At(RunLock.FileName)) && RunLeftovers.AreAll(folder) ? " One was begun here and killed at once: that command can be given again." : ""));
    }

    /// <summary>Reads the options that the run was made with.</summary>
    public RunOptions ReadOptions()
    {
        var options = WeftJson.ReadFile<RunOptions>(ConfigFile, "configuration");
        // Weft had AdamW alone before optimizer.kind: a run that does not name it goes on as it began, whatever the default is now.
        if (WeftJson.ReadFile<JsonObject>(ConfigFile, "configuration")["optimizer"] is JsonObject optimizer && !optimizer.ContainsKey("kind"))
            options = options with { Optimizer = options.Optimizer with { Kind = OptimizerKind.AdamW } };
        options.Validate();
        return options;
    }

    /// <summary>Reads where the model's first weights came from.</summary>
    public WeightSources ReadWeightSources() => new(
        File.Exists(VectorsFile) ? WeftJson.ReadFile<VectorCoverage>(VectorsFile, "coverage of the word vectors") : null,
        File.Exists(StartFile) ? WeftJson.ReadFile<StartingWeights>(StartFile, "record of the first weights") : null);

    /// <summary>Reads which text the run is trained on; null where it was made before runs said so.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public CorpusRecord? ReadCorpus() => File.Exists(CorpusFile) ? CorpusRecord.Read(CorpusFile) : null;

    /// <summary>
    /// Takes the folder's lock, to train on in it, and clears up what a killed process left there. Dispose what is returned to free it.
    /// </summary>
    /// <exception cref="IOException">Another training is under way in it.</exception>
    internal IDisposable Enter()
    {
        var held = RunLock.Take(Path);
        try
        {
            foreach (var file in new[] { VocabularyFile, SourceVocabularyFile, MetricsFile, VectorsFile, StartFile, ClassWeightsFile, At("DONE") })
                RegularFile.Require(file);
            foreach (var folder in new[] { Checkpoints, TensorBoard, Evaluation })
                RegularFile.RequireFolder(folder);
            TemporaryNames.ClearUp(Path, Disk.Instance);
            TemporaryNames.ClearUp(Checkpoints, Disk.Instance);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Marks the training as finished, with its results.</summary>
    /// <exception cref="IOException">The folder was moved or removed.</exception>
    public void Finish(TrainingSummary summary)
    {
        RequirePresent();
        WeftJson.WriteFile(At("DONE"), summary);
    }

    /// <summary>Refuses to make the folder anew that was moved or removed while training was under way.</summary>
    /// <exception cref="IOException">It was.</exception>
    internal void RequirePresent()
    {
        if (!File.Exists(ConfigFile))
        {
            throw new IOException(
                $"The run folder {Path} was moved or removed before the last results were written. All steps were saved in it.{Environment.NewLine}"
                + $"Wherever it is now, measure again: weft train --resume {ShellQuote.Of(Path)}");
        }
    }

    /// <summary>Reads what a finished training came to.</summary>
    internal TrainingSummary ReadSummary() => WeftJson.ReadFile<TrainingSummary>(At("DONE"), "summary of the training");

    /// <summary>
    /// Takes the mark of an earlier end away, because training goes on, and keeps the budget that it goes on with. Later checkpoints
    /// than the one that it goes on from were found damaged.
    /// </summary>
    internal void Reopen(RunOptions options, long afterStep)
    {
        WeftJson.WriteFile(ConfigFile, options);
        File.Delete(At("DONE"));
        CheckpointFolder.SetAside(Checkpoints, afterStep);
    }

    /// <summary>Opens a named checkpoint and checks its files.</summary>
    /// <param name="name"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <param name="fingerprint">Of the run's model.</param>
    /// <param name="tell">Hears of checkpoints that cannot be used, in whose place another is taken.</param>
    /// <exception cref="InvalidDataException">There is none that can be used.</exception>
    internal Checkpoint OpenCheckpoint(string name, string fingerprint, Action<string> tell) => HasCheckpoints
        ? new CheckpointSearch(Checkpoints, fingerprint, tell).Open(name)
        : throw new InvalidDataException($"The run {Path} has no checkpoint yet. Train it: weft train --resume {ShellQuote.Of(Path)}");

    internal static ConfigurationException Taken(string path) => new(
        $"The run folder {System.IO.Path.GetFullPath(path)} exists. Name another (--out), or go on with its training: weft train --resume {ShellQuote.Of(path)} (in C# TrainingBuilder.Resume)");

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
