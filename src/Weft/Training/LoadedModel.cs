using TorchSharp;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Tasks.Own;
using Weft.Tasks.Translation;
using Weft.Text.Corpora;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Training;

/// <summary>A run's model with everything that is needed to use it.</summary>
internal sealed partial class LoadedModel : IDisposable
{
    private LoadedModel(RunFolder folder, RunOptions options, Vocabulary vocabulary, ITokenizer tokenizer, SourceTokens? source, Plugins plugins, torch.Device device)
    {
        Folder = folder;
        Options = options;
        Vocabulary = vocabulary;
        Device = device;
        Tokenizer = tokenizer;
        Source = source;
        Plugins = plugins;
        Own = plugins.Task is null ? null : new CheckedTask(plugins.Task);
        Labels = TaskClasses.AreNamed(options.Task) ? LabelTable.Load(folder.LabelsFile) : [];
        Any = TaskStart.ModelOf(options, vocabulary.Count, Labels.Count, Own, device, source?.Vocabulary.Count);
    }

    /// <summary>Where it was trained.</summary>
    public RunFolder Folder { get; }

    /// <summary>After how many updates its weights were saved.</summary>
    public long Step { get; private init; }

    /// <summary>Which weights it has of that step.</summary>
    public WeightsChoice Weights { get; private init; }

    /// <summary>Whether there are averages beside the raw weights.</summary>
    public bool HasAverages => Options.KeepsAverages;

    /// <summary>How it was trained, and what it runs on now.</summary>
    public RunOptions Options { get; }

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Its tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The tokens of a translator's sources, where they have a vocabulary of their own.</summary>
    public SourceTokens? Source { get; }

    /// <summary>The labels that a classifier tells apart, or the tags of a tagger, by its classes; empty for other tasks.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Whether a model that answers questions has learnt some without an answer.</summary>
    public bool MayBeNone => Labels.Contains(AnsweringTask.NoAnswer);

    /// <summary>The parts that a program brought.</summary>
    public Plugins Plugins { get; }

    /// <summary>The program's task, where it was trained with one.</summary>
    public CheckedTask? Own { get; }

    /// <summary>The model, whatever it has learnt.</summary>
    public TransformerModel Any { get; }

    /// <summary>The language model.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public TransformerLanguageModel Model => Any as TransformerLanguageModel ?? throw NotThis();

    /// <summary>The tagger.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public TransformerModel Tagger => Options.Task == TaskKind.Tagging ? Any : throw NotThis();

    /// <summary>What writes the text of a source: a translator, or what captions pictures.</summary>
    /// <exception cref="ConfigurationException">It has learnt another task.</exception>
    public EncoderDecoderModel WriterOf(TaskKind task) => Options.Task == task ? (EncoderDecoderModel)Any : throw NotThis();

    /// <summary>Where it lives.</summary>
    public torch.Device Device { get; }

    /// <summary>Loads a run's model.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="checkpoint"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <param name="weights">Raw or averaged; null is what the run's <c>evaluation.weights</c> says.</param>
    /// <param name="runtime">Changes what it runs on; null leaves that as it was in training.</param>
    /// <param name="tell">Hears of damaged checkpoints in whose place another is taken.</param>
    /// <param name="plugins">The parts that a program brings to use it; null are none.</param>
    /// <param name="workers">Who uses it together; null where one does.</param>
    /// <exception cref="ConfigurationException">Averages are asked for, and the run kept none; or a part that a program brought is not there.</exception>
    /// <exception cref="InvalidDataException">The folder is not a run, or a file of it is damaged, changed or of another run.</exception>
    public static LoadedModel Open(
        string path,
        string checkpoint,
        Func<RuntimeOptions, RuntimeOptions>? runtime = null,
        WeightsChoice? weights = null,
        Action<string>? tell = null,
        Plugins? plugins = null,
        IWorkers? workers = null)
    {
        var folder = RunFolder.Open(path);
        var options = folder.ReadOptions();
        var choice = weights ?? options.Evaluation.Weights;
        if (choice == WeightsChoice.Average && !options.KeepsAverages)
            throw new ConfigurationException($"The run {folder.Path} kept no averaged weights: its optimizer.averageDecay is 0. Take the raw ones.");
        if (runtime is not null)
            options = options with { Runtime = runtime(options.Runtime) };
        var (vocabulary, tokenizerIdentity) = VocabularyFile.Load(folder.VocabularyFile);
        plugins ??= Plugins.None;
        plugins.RequireForUse(folder, options);
        var tokenizer = folder.OpenTokenizer(options.Data.Tokenizer, tokenizerIdentity, plugins.Tokenizer);
        var source = folder.OpenSources(options.Data, plugins.Tokenizer);
        var saved = folder.OpenCheckpoint(checkpoint, TaskStart.FingerprintOf(options, folder), tell ?? (_ => { }));
        saved.Origin?.RequireSameModel(folder, options, saved.Step);
        options = options with { Runtime = TrainingDevice.Resolve(options.Runtime, null, workers ?? Alone.Instance, keepsThreads: false) };
        var device = TrainingDevice.Prepare(options.Runtime);
        return OwnedResources.Build(owned =>
        {
            var trained = owned.Add(new LoadedModel(folder, options, vocabulary, tokenizer, source, plugins, device) { Step = saved.State.Step, Weights = choice });
            saved.Restore(trained.Any, choice);
            return trained;
        });
    }

    /// <summary>The text that it was trained on, prepared again where it is not at hand; the caller's.</summary>
    /// <param name="given">What the program gave with the model: texts of its own, a tokenizer, who hears of notes.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="InvalidDataException">The text is not the run's any more.</exception>
    /// <exception cref="FileNotFoundException">The text is not there any more.</exception>
    public TokenStore OpenText(OpenOptions given, CancellationToken stop)
    {
        if (given.Texts is not null)
            GivenRecords.Keep(given.Texts, WeftFolders.Data, stop);
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, tell: given.OnNote) { OwnTokenizer = given.Tokenizer };
        return corpora.PrepareAgain(Options, Folder, stop);
    }

    /// <summary>Refuses reports of a model that is no language model.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public void RequireReports()
    {
        if (Options.Task != TaskKind.LanguageModelling)
        {
            throw Own is not null ? NotThis() : new ConfigurationException(
                $"{Folder.Path} was trained with task={OtherTask.NameOf(Options.Task)}, and TrainedModel.Report is of a language model: Evaluate gives loss and accuracy.{Environment.NewLine}"
                + $"Tables and confusions are written by weft evaluate {ShellQuote.Of(Folder.Path)}");
        }
    }

    private ConfigurationException NotThis() => OtherTask.Error(Folder, Options);

    /// <inheritdoc/>
    public void Dispose() => Any.Dispose();
}
