using TorchSharp;
using Weft.Data;
using Weft.Data.Store;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Tasks.Captioning;
using Weft.Tasks.Classification;
using Weft.Tasks.LanguageModelling;
using Weft.Tasks.Own;
using Weft.Tasks.Tagging;
using Weft.Tasks.Translation;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Workers;

namespace Weft.Training.Starting;

/// <summary>The task that a run's options ask for, on its text. Models, examples, tasks and meters are made by their names here alone, for trainings and for models that are used.</summary>
internal sealed class TaskStart
{
    private readonly TokenStore _store;
    private readonly RunOptions _options;
    private readonly FirstWeights _first;
    private readonly IReadOnlyList<OwnMetric> _metrics;
    private readonly CheckedTask? _own;
    private readonly IWorkers _workers;
    private readonly IExamples _examples;
    private readonly ClassificationSetup? _classifier;
    private readonly TaggingSetup? _tagger;
    private readonly TranslationSetup? _translator;
    private readonly CaptioningSetup? _captioner;

    /// <param name="options">The run's options.</param>
    /// <param name="store">Its text.</param>
    /// <param name="first">What the weights of a new model start from.</param>
    /// <param name="plugins">The task, where a program brought it, and what it measures itself.</param>
    /// <param name="workers">Who trains.</param>
    /// <exception cref="InvalidDataException">The text does not fill one batch, or has nothing to learn in it.</exception>
    public TaskStart(RunOptions options, TokenStore store, FirstWeights first, Plugins plugins, IWorkers workers)
    {
        (_options, _store, _first, _metrics, _workers) = (options, store, first, plugins.Metrics, workers);
        _own = plugins.Task is null ? null : new CheckedTask(plugins.Task);
        _examples = options.Task switch
        {
            TaskKind.Classification or TaskKind.Matching => ClassificationTask.ExamplesOf(store, _classifier = TaskSetups.ClassifierSetupOf(options, TokenizerOf(options, store, plugins), store.Vocabulary)),
            TaskKind.Tagging => TaggingTask.ExamplesOf(store, _tagger = TaskSetups.TaggerSetupOf(options, TokenizerOf(options, store, plugins), store.Vocabulary)),
            TaskKind.Translation => TranslationTask.ExamplesOf(store, _translator = TaskSetups.TranslatorSetupOf(options, TokenizerOf(options, store, plugins), SourceOf(options, store, plugins))),
            TaskKind.Captioning => CaptioningTask.ExamplesOf(store, _captioner = TaskSetups.CaptionerSetupOf(options, TokenizerOf(options, store, plugins))),
            TaskKind.Answering => AnsweringTask.ExamplesOf(store, TaskSetups.AnswererSetupOf(options, TokenizerOf(options, store, plugins))),
            TaskKind.Own => OwnTask.ExamplesOf(store, TaskSetups.OwnSetupOf(options, _own!)),
            _ => LanguageModellingTask.ExamplesOf(store, TaskSetups.SetupOf(options)),
        };
    }

    /// <summary>The examples of the training split.</summary>
    public IExamples Examples => _examples;

    // A learnt tokenizer is in the store's folder; the run has none yet.
    private static ITokenizer TokenizerOf(RunOptions options, TokenStore store, Plugins plugins) =>
        plugins.Tokenizer ?? TokenizerFactory.Create(store.TokenizerFolder is { } folder ? $"bpe:{folder}" : options.Data.Tokenizer);

    private static SourceTokens? SourceOf(RunOptions options, TokenStore store, Plugins plugins) => store.SourceVocabulary is { } vocabulary
        ? new SourceTokens(plugins.Tokenizer ?? TokenizerFactory.Create(store.SourceTokenizerFolder is { } folder ? $"bpe:{folder}" : options.Data.Tokenizer), vocabulary)
        : null;

    /// <summary>A model for the options' task; seed TorchSharp's generator first to make its weights repeatable.</summary>
    /// <param name="options">The options, decided.</param>
    /// <param name="vocabulary">Tokens.</param>
    /// <param name="labels">Labels that a classifier tells apart, or tags.</param>
    /// <param name="own">A program's task, where it is learnt.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="sources">Tokens of a translator's sources, where they have a vocabulary of their own.</param>
    public static TransformerModel ModelOf(RunOptions options, int vocabulary, int labels, CheckedTask? own, torch.Device device, int? sources = null) => options.Task switch
    {
        TaskKind.Matching when TaskSetups.IsApart(options) => TransformerModel.OnCosines(options.Model, vocabulary, labels, AttentionOf(options), options.Runtime.Precision, device),
        TaskKind.Classification or TaskKind.Matching or TaskKind.Tagging => new TransformerModel(options.Model, vocabulary, labels, AttentionOf(options), options.Runtime.Precision, device),
        TaskKind.Translation when sources is { } count => new EncoderDecoderModel(options.Model, count, options.Model, vocabulary, options.Runtime.Precision, device),
        TaskKind.Translation => new EncoderDecoderModel(options.Model, vocabulary, options.Runtime.Precision, device),
        TaskKind.Captioning => new EncoderDecoderModel(options.Model, TaskSetups.GridOf(options), vocabulary, options.Runtime.Precision, device),
        TaskKind.Answering => new TransformerModel(options.Model, vocabulary, SpanHead.Scores, AttentionOf(options), options.Runtime.Precision, device),
        TaskKind.Own => OwnTask.ModelOf(options.Model, vocabulary, own!, options.Runtime.Precision, device),
        _ => new TransformerLanguageModel(options.Model, vocabulary, options.Runtime.Precision, device),
    };

    /// <summary>What measures a trained model on a corpus, as its task does.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="options">Its options, with what is to be measured otherwise.</param>
    /// <param name="store">The corpus.</param>
    /// <param name="workers">Who measures.</param>
    /// <param name="progress">Hears how far a measurement has come.</param>
    /// <param name="name">What reports call a text that is measured as a whole; null for splits.</param>
    public static ISplitMeter MeterOf(
        LoadedModel trained, RunOptions options, TokenStore store, IWorkers workers, IProgress<WorkProgress>? progress = null, string? name = null) => options.Task switch
        {
            TaskKind.Classification or TaskKind.Matching => LabelKinds.MeterOf(trained.Any, store, trained.Labels, TaskSetups.ClassifierSetupOf(options, trained.Tokenizer, trained.Vocabulary) with { Workers = workers }, progress, name),
            TaskKind.Tagging => new TaggingMeter(trained.Any, store, trained.Labels, TaskSetups.TaggerSetupOf(options, trained.Tokenizer, trained.Vocabulary) with { Metrics = trained.Plugins.Metrics, Workers = workers }, progress) { Name = name },
            TaskKind.Translation => new TranslationMeter(trained.WriterOf(TaskKind.Translation), store, TaskSetups.TranslatorSetupOf(options, trained.Tokenizer, trained.Source) with { Metrics = trained.Plugins.Metrics, Workers = workers }, progress) { Name = name },
            TaskKind.Captioning => new CaptioningMeter(trained.WriterOf(TaskKind.Captioning), store, TaskSetups.CaptionerSetupOf(options, trained.Tokenizer) with { Metrics = trained.Plugins.Metrics, Workers = workers }, progress) { Name = name },
            TaskKind.Answering => new AnsweringMeter(trained.Any, store, trained.MayBeNone, TaskSetups.AnswererSetupOf(options, trained.Tokenizer) with { Workers = workers }, progress) { Name = name },
            TaskKind.Own => new OwnTaskMeter(trained.Any, store, TaskSetups.OwnSetupOf(options, trained.Own!) with { Metrics = trained.Plugins.Metrics, Workers = workers }, progress),
            _ => new SplitMeter(trained.Model, store, TaskSetups.SetupOf(options) with { Metrics = trained.Plugins.Metrics, Workers = workers }, progress) { Name = name },
        };

    /// <summary>Tells the run's model apart from others, by its options, vocabulary and labels.</summary>
    public static string FingerprintOf(RunOptions options, RunFolder folder) =>
        FingerprintOf(
            options, VocabularyFile.Load(folder.VocabularyFile).Vocabulary, TaskClasses.AreNamed(options.Task) ? LabelTable.Load(folder.LabelsFile) : [],
            options.Data.Vocabularies == VocabularySharing.Separate ? VocabularyFile.Load(folder.SourceVocabularyFile).Vocabulary : null);

    /// <summary>The same of a model of a vocabulary, perhaps with another of sources, and of names of classes.</summary>
    public static string FingerprintOf(RunOptions options, Vocabulary vocabulary, IReadOnlyList<string> names, Vocabulary? source) => options.Task switch
    {
        TaskKind.Classification or TaskKind.Matching => ClassificationTask.FingerprintOf(options.Model, vocabulary, names, TaskSetups.IsApart(options)),
        TaskKind.Tagging => TaggingTask.FingerprintOf(options.Model, vocabulary, names),
        TaskKind.Translation => TranslationTask.FingerprintOf(options.Model, vocabulary, source),
        TaskKind.Captioning => CaptioningTask.FingerprintOf(options.Model, vocabulary, options.Data.ImageSize),
        TaskKind.Answering => AnsweringTask.FingerprintOf(options.Model, vocabulary, names),
        TaskKind.Own => OwnTask.FingerprintOf(options.Model, vocabulary, options.Plugins!.Task!),
        _ => LanguageModellingTask.FingerprintOf(options.Model, vocabulary),
    };

    /// <summary>Builds the model and the task, which owns it.</summary>
    /// <param name="runtime">What it runs on, decided.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="isNew">Whether its weights are what the training begins with; else a checkpoint's will follow.</param>
    /// <param name="progress">Hears of work that takes noticeable time.</param>
    public StartedTask Build(RuntimeOptions runtime, torch.Device device, bool isNew, IProgress<WorkProgress>? progress)
    {
        torch.random.manual_seed((long)RandomStream.For(_options.Seed, "weights").NextUInt64());
        var (vocabulary, names) = (_store.Vocabulary, TaskClasses.NamesIn(_store, _options.Task));
        var options = _options with { Runtime = runtime };
        var model = progress.During("building the model", () => ModelOf(options, vocabulary.Count, names.Count, _own, device, _store.SourceVocabulary?.Count));
        try
        {
            // Stopped before its first checkpoint, a run begins again in every respect: the seed gives the same start.
            if (isNew && TaskClasses.AreOfRecords(_options.Task))
                LabelKinds.Begin(model, _store, _options.Model.FrequencyBias);
            else if (isNew && _options.Model.FrequencyBias)
                model.SetBias(_examples is OwnExamples own ? own.ClassCounts : ClassWeights.FrequenciesOf(_options.Task, _store));
            var sources = _first.Apply(model, options, _store, names);
            ITask task = _options.Task switch
            {
                TaskKind.Classification or TaskKind.Matching => new ClassificationTask(model, _store, _classifier! with { Precision = runtime.Precision, Workers = _workers }, progress, _examples),
                TaskKind.Tagging => new TaggingTask(model, _store, _tagger! with { Precision = runtime.Precision, Metrics = _metrics, Workers = _workers }, _examples, progress),
                TaskKind.Translation => new TranslationTask((EncoderDecoderModel)model, _store, _translator! with { Precision = runtime.Precision, Metrics = _metrics, Workers = _workers }, _examples, progress),
                TaskKind.Captioning => new CaptioningTask((EncoderDecoderModel)model, _store, _captioner! with { Precision = runtime.Precision, Metrics = _metrics, Workers = _workers }, _examples, progress),
                TaskKind.Answering => new AnsweringTask(model, _store, ((AskedTexts)_examples).Setup with { Precision = runtime.Precision, Workers = _workers }, (AskedTexts)_examples, progress),
                TaskKind.Own => new OwnTask(model, _store, TaskSetups.OwnSetupOf(options, _own!) with { Metrics = _metrics, Workers = _workers }, _examples, progress),
                _ => new LanguageModellingTask((TransformerLanguageModel)model, _store, TaskSetups.SetupOf(options) with { Metrics = _metrics, Workers = _workers }, progress, _examples),
            };
            return new StartedTask(task, model.Options, sources, NoteOf(model));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static AttentionKind AttentionOf(RunOptions options) => options.Model.Attention.Or(AttentionKind.Full);

    private string? NoteOf(TransformerModel model)
    {
        string?[] notes =
        [
            VocabularyShare.NoteOf(model, _store.Vocabulary.Count + (_store.SourceVocabulary?.Count ?? 0), _options.Data.Tokenizer),
            _examples is AskedTexts questions ? AnsweringTask.NoteOf(questions, _options.Training.Context) : null,
            _examples is TaggedSentences sentences ? TaggingTask.NoteOf(_store, sentences, _options.Training.Context) : null,
            _examples is CaptionedPictures captions ? CaptioningTask.NoteOf(captions, _options.Training.Context) : null,
            _examples is TranslationPairs pairs ? TranslationTask.NoteOf(pairs, _options.Training.Context) : null,
        ];
        return notes.All(note => note is null) ? null : string.Join(Environment.NewLine, notes.OfType<string>());
    }
}

/// <summary>A task, and what building it has decided.</summary>
/// <param name="Task">The task.</param>
/// <param name="Model">The model's shape, with all that depends on the text worked out.</param>
/// <param name="Sources">Where the model's first weights came from.</param>
/// <param name="Note">What the user should know of the model's size, in a line, or null.</param>
internal sealed record StartedTask(ITask Task, ModelOptions Model, WeightSources Sources, string? Note);
