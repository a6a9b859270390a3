using TorchSharp;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Tasks.Classification;
using Weft.Tasks.LanguageModelling;
using Weft.Tasks.Own;
using Weft.Text;
using Weft.Text.Corpora;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Training;

/// <summary>A run's model with everything that is needed to use it.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly TransformerModel _model;
    private readonly CheckedTask? _own;

    private LoadedModel(RunFolder folder, RunOptions options, Vocabulary vocabulary, ITokenizer tokenizer, CheckedTask? own, torch.Device device)
    {
        Folder = folder;
        Options = options;
        Vocabulary = vocabulary;
        Device = device;
        Tokenizer = tokenizer;
        _own = own;
        Labels = options.Task == TaskKind.Classification ? LabelTable.Load(folder.LabelsFile) : [];
        _model = options.Task switch
        {
            TaskKind.Classification => new TransformerModel(options.Model, vocabulary.Count, Labels.Count, AttentionKind.Full, options.Runtime.Precision, device),
            TaskKind.Own => OwnTask.ModelOf(options.Model, vocabulary.Count, own!, options.Runtime.Precision, device),
            _ => new TransformerLanguageModel(options.Model, vocabulary.Count, options.Runtime.Precision, device),
        };
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

    /// <summary>The labels that a classifier tells apart, by its classes; empty where it is none.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The language model.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public TransformerLanguageModel Model => _model as TransformerLanguageModel ?? throw (_own is not null ? IsOfOwnTask() : new ConfigurationException(
        $"{Folder.Path} was trained with task=classification: it labels texts, and writes none.{Environment.NewLine}"
        + $"Let it label one: weft predict {ShellQuote.Of(Folder.Path)} --text \"…\""));

    /// <summary>The classifier.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public TransformerModel Classifier => Options.Task == TaskKind.Classification ? _model : throw (_own is not null ? IsOfOwnTask() : new ConfigurationException(
        $"{Folder.Path} was trained with task=language-modelling: it has no labels to predict.{Environment.NewLine}"
        + $"Let it write: weft generate {ShellQuote.Of(Folder.Path)}"));

    /// <summary>Where it lives.</summary>
    public torch.Device Device { get; }

    /// <summary>Loads a run's model.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="checkpoint"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <param name="weights">Raw or averaged; null is what the run's <c>evaluation.weights</c> says.</param>
    /// <param name="runtime">Changes what it runs on; null leaves that as it was in training.</param>
    /// <param name="ownTokenizer">The tokenizer that a program brought, where the run was trained with one.</param>
    /// <param name="tell">Hears of damaged checkpoints in whose place another is taken.</param>
    /// <param name="ownTask">The task that a program brought, where the run was trained with one.</param>
    /// <param name="workers">Who uses it together; null where one does.</param>
    /// <exception cref="ConfigurationException">Averages are asked for, and the run kept none; or a part that a program brought is not there.</exception>
    /// <exception cref="InvalidDataException">The folder is not a run, or a file of it is damaged, changed or of another run.</exception>
    public static LoadedModel Open(
        string path,
        string checkpoint,
        Func<RuntimeOptions, RuntimeOptions>? runtime = null,
        WeightsChoice? weights = null,
        Action<string>? tell = null,
        ITokenizer? ownTokenizer = null,
        ITextTask? ownTask = null,
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
        new Plugins { Tokenizer = ownTokenizer, Task = ownTask }.RequireForUse(folder, options);
        var tokenizer = folder.OpenTokenizer(options.Data.Tokenizer, tokenizerIdentity, ownTokenizer);
        var saved = folder.OpenCheckpoint(checkpoint, TaskStart.FingerprintOf(options, folder), tell ?? (_ => { }));
        saved.Origin?.RequireSameModel(folder, options, saved.Step);
        options = options with { Runtime = TrainingDevice.Resolve(options.Runtime, null, workers ?? Alone.Instance, keepsThreads: false) };
        var device = TrainingDevice.Prepare(options.Runtime);
        var trained = new LoadedModel(folder, options, vocabulary, tokenizer, ownTask is null ? null : new CheckedTask(ownTask), device) { Step = saved.State.Step, Weights = choice };
        saved.Restore(trained._model, choice);
        return trained;
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
        return corpora.PrepareAgain(Options.Data, Folder, stop);
    }

    /// <summary>Measures it on a split, quickly.</summary>
    /// <param name="store">The corpus.</param>
    /// <param name="split">Which split.</param>
    /// <param name="metrics">What a program measures itself, token by token.</param>
    /// <param name="stop">Ends the measurement.</param>
    public EvaluationResult Measure(TokenStore store, Split split, IReadOnlyList<OwnMetric> metrics, CancellationToken stop) => Options.Task switch
    {
        TaskKind.Classification => new ClassificationMeter(_model, store, Labels, TaskStart.ClassifierSetupOf(Options), progress: null).Measure(split, stop),
        TaskKind.Own => new OwnTaskMeter(_model, store, TaskStart.OwnSetupOf(Options, _own!) with { Metrics = metrics }, progress: null).Measure(split, stop),
        _ => Meter(store, metrics).Measure(split, stop),
    };

    /// <summary>What measures a language model on a corpus.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public SplitMeter Meter(TokenStore store, IReadOnlyList<OwnMetric> metrics) => new(Model, store, TaskStart.SetupOf(Options) with { Metrics = metrics });

    /// <summary>What predicts the labels of texts.</summary>
    /// <exception cref="ConfigurationException">It is no classifier.</exception>
    public TextClassifier OpenClassifier() => new(Classifier, Tokenizer, Vocabulary, Labels, TaskStart.ClassifierSetupOf(Options));

    /// <summary>What predicts the classes of a text's tokens, with the task of a program's own.</summary>
    /// <exception cref="ConfigurationException">The model is of a task of Weft's.</exception>
    public TokenClassifier OpenTokenClassifier() => _own is not null
        ? new TokenClassifier(_model, Tokenizer, Vocabulary, TaskStart.OwnSetupOf(Options, _own))
        : throw new ConfigurationException($"{Folder.Path} was trained without a task of a program's own: it has no classes of tokens to predict.");

    private ConfigurationException IsOfOwnTask() => new(
        $"{Folder.Path} was trained with the task {Options.Plugins!.Task} of a program: it predicts classes of tokens. Ask it in C#: TrainedModel.PredictTokens(…).");

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
