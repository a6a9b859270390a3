using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks.Own;
using Weft.Text.Reading;
using Weft.Text.Tokenizers;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Workers;
using Weft.Workers.Launching;

namespace Weft;

/// <summary>
/// Trains from C#: a language model, a classifier of texts, or a task of the program's own. Everything is done on a thread of Weft's that all
/// trainings and models of the process share, one after the other. Events are called on it too, while the training waits for them; tokenizer,
/// task and texts on other threads as well.
/// </summary>
/// <param name="options">What to begin from, mostly one of <see cref="Presets"/>; null for <see cref="Presets.Small"/>.</param>
public sealed class TrainingBuilder(RunOptions? options = null)
{
    private readonly TrainingParts _parts = new();
    private Plugins _plugins = Plugins.None;

    /// <summary>A file, folder or glob, or the name of a corpus such as <c>api-docs</c> or <c>wikitext-2</c>; null is what the options say.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of a run whose best weights the training starts from; null is what the options say. Tokenizer, vocabulary and the shape of the model are that run's: what the
    /// options have of these as their preset has it is replaced, and what they have otherwise must be the run's.</summary>
    public string? From { get; init; }

    /// <summary>End after so many minutes. Where one of these three is given, the budget of the options does not count.</summary>
    public double? Minutes { get; init; }

    /// <summary>End after so many updates.</summary>
    public long? Steps { get; init; }

    /// <summary>End after so many passes over the training split; 0.5 is half of one.</summary>
    public double? Epochs { get; init; }

    /// <summary>
    /// Whether processes that a launcher of MPI has started together (<c>mpirun -n 4 dotnet App.dll</c>, <c>srun</c>) train together: each makes the same calls, and works on its share of
    /// every batch. Without a launcher, and with one process, it makes no difference. False is for programs that a launcher has started for something else, and that train each by itself.
    /// </summary>
    public bool JoinsWorkers { get; init; } = true;

    /// <summary>The number of this process among those that a launcher has started together, from 0; 0 without a launcher. Of processes that train together the first alone hears of
    /// events, progress and notes; what a program itself writes or tells, it should where this is 0.</summary>
    /// <exception cref="ConfigurationException">What the launcher says makes no sense.</exception>
    public static int WorkerRank => WorkerEnvironment.Current.Rank;

    /// <summary>Trains on texts that the program gives. They are read once and kept, so that the run goes on and is measured without them. Where labels
    /// are learnt, each has its own in <see cref="TextRecord.Label"/>.</summary>
    /// <param name="texts">Each is a document; text is a record of no split.</param>
    public TrainingBuilder UseTexts(IEnumerable<TextRecord> texts) => Add(texts, () => _parts.Texts = texts);

    /// <inheritdoc cref="UseTexts(IEnumerable{TextRecord})"/>
    public TrainingBuilder UseTexts(IEnumerable<string> texts) => Add(texts, () => _parts.Texts = texts.Select(text => new TextRecord(text)));

    /// <summary>Reads the files of <see cref="Data"/> with a reader of the program's own, and those alone that it reads. They are read once
    /// and what came out is kept, so that the run goes on and is measured without it.</summary>
    public TrainingBuilder UseReader(IRecordReader reader) => Add(reader, () => _parts.Reader = reader);

    /// <summary>Turns text into tokens with a tokenizer of the program's own. It must be given again to go on and to use the model.</summary>
    public TrainingBuilder UseTokenizer(ITokenizer tokenizer) => Add(tokenizer, () => _plugins = _plugins with { Tokenizer = tokenizer });

    /// <summary>Learns a task of the program's own, a class for each token, in place of the next token. It must be given again to go on and to use the model.</summary>
    public TrainingBuilder UseTask(ITextTask task) => Add(task, () => _plugins = _plugins with { Task = task });

    /// <summary>Chooses the examples with a sampler of the program's own. It must be given again to go on.</summary>
    /// <param name="sampler">Makes it: called when the examples are known, and again where a training that diverged goes back.</param>
    public TrainingBuilder UseSampler(Func<SamplerFeed, ISampler> sampler) => Add(sampler, () => _plugins = _plugins with { Sampler = sampler });

    /// <summary>Sets the learning rate by a schedule of the program's own. It must be given again to go on.</summary>
    public TrainingBuilder UseSchedule(ISchedule schedule) => Add(schedule, () => _plugins = _plugins with { Schedule = schedule });

    /// <summary>Tells of everything that happens in the training: steps, evaluations, checkpoints. Printed, an event is a line.</summary>
    public TrainingBuilder OnEvent(Action<TrainingEvent> hear) => Add(hear, () => _parts.OnEvent += hear);

    /// <summary>Measures a figure of the program's own, token by token, whenever a split is measured. It must be given again to go on.</summary>
    /// <param name="name">What logs and summaries call it, camelCase: <c>topTen</c>.</param>
    /// <param name="metric">Makes a new one for each measurement.</param>
    public TrainingBuilder UseMetric(string name, Func<ITokenMetric> metric) =>
        Add(metric, () => _plugins = _plugins with { Metrics = [.. _plugins.Metrics, new OwnMetric(name, metric)] });

    /// <summary>Tells how far work has come that takes noticeable time besides the steps: preparing text, measuring, saving.</summary>
    public TrainingBuilder OnProgress(IProgress<WorkProgress> progress) => Add(progress, () => _parts.OnWork += progress.Report);

    /// <summary>Tells in sentences what the user should know: how the text was understood, what is wrong with a checkpoint.</summary>
    public TrainingBuilder OnNote(Action<string> tell) => Add(tell, () => _parts.Tell += tell);

    /// <summary>The options of the training, complete.</summary>
    /// <exception cref="ConfigurationException">With everything that is wrong, one problem a line.</exception>
    public RunOptions Build()
    {
        var problems = new Problems();
        var built = options ?? Presets.Small;
        if (Data is not null)
            built = built with { Data = built.Data with { Source = Data } };
        if (From is not null)
            built = built with { Training = built.Training with { From = From } };
        if (_plugins.Tokenizer is { } tokenizer)
            built = built with { Data = built.Data with { Tokenizer = Plugins.NameOf(tokenizer) } };
        built = _plugins.WithTask(built with { Budget = Budget ?? built.Budget }, problems);
        built = StartLayer.Fit(_parts.Validate(Data, built, problems), problems);
        built.Validate(problems);
        _plugins.Validate(built, problems);
        problems.ThrowIfAny();
        return built;
    }

    /// <summary>Trains, and opens the best weights.</summary>
    /// <param name="path">The run folder to make; it must not exist or be empty.</param>
    /// <param name="stop">Finishes the step, saves and ends.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ConfigurationException">Options are wrong: all of it, one problem a line; or the folder is taken.</exception>
    /// <exception cref="InvalidDataException">There is something wrong with the text.</exception>
    /// <exception cref="OperationCanceledException">It was stopped. From the first step on everything is saved and <see cref="Resume"/> goes on; the
    /// message says how far it came, or that nothing was begun.</exception>
    /// <exception cref="DivergenceException">The loss is not finite any more.</exception>
    public TrainedModel Train(string path, CancellationToken stop = default)
    {
        var (built, training) = AfterFirst(() => (Build(), New(path, stop)));
        return training.Train(built);
    }

    /// <summary>The same without holding the caller's thread.</summary>
    /// <inheritdoc cref="Train"/>
    public async Task<TrainedModel> TrainAsync(string path, CancellationToken stop = default)
    {
        var (built, training) = AfterFirst(() => (Build(), New(path, stop)));
        return await training.TrainAsync(built).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes on with a training from its newest checkpoint that is whole, as if it had never been stopped. A run keeps the options and the
    /// text that it was begun with: nothing but a new budget, the same plug-ins, and texts whose copy was lost are given.
    /// </summary>
    /// <param name="path">The run folder.</param>
    /// <param name="stop">Finishes the step, saves and ends.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ConfigurationException">The training is over and no new budget was given; plug-ins are missing or others; or there
    /// is more than that.</exception>
    /// <exception cref="InvalidDataException">The folder is not a run, or a file of it is damaged, or the text is another.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; all that was trained is saved, and the message says how far it came.</exception>
    /// <exception cref="DivergenceException">The loss is not finite any more.</exception>
    public TrainedModel Resume(string path, CancellationToken stop = default) => AfterFirst(() => Earlier(path, stop)).Resume(Budget);

    /// <summary>The same without holding the caller's thread.</summary>
    /// <inheritdoc cref="Resume"/>
    public async Task<TrainedModel> ResumeAsync(string path, CancellationToken stop = default) => await AfterFirst(() => Earlier(path, stop)).ResumeAsync(Budget).ConfigureAwait(false);

    private BudgetOptions? Budget => (Minutes, Steps, Epochs) is (null, null, null) ? null : new BudgetOptions { Minutes = Minutes, Steps = Steps, Epochs = Epochs };

    private WorkerEnvironment Launched => JoinsWorkers ? WorkerEnvironment.Current : WorkerEnvironment.Alone;

    private T AfterFirst<T>(Func<T> act) => JoinedWorkers.AfterFirst(Launched, act);

    private ProgramTraining New(string path, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Before texts are read, which may take long; and by the first worker, who makes the folder while others are still here.
        if (Launched.Rank == 0)
            RunFolder.RequireFree(path);
        return new ProgramTraining(path, _parts, _plugins, Launched, stop);
    }

    private ProgramTraining Earlier(string path, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new Problems();
        Budget?.Validate(problems);
        foreach (var (isGiven, what) in new[] { (options is not null, "Options"), (Data is not null, "Data"), (From is not null, "From"), (_parts.Reader is not null, "A reader") })
        {
            if (isGiven)
                problems.Add($"{what} cannot be given to Resume: a run keeps the options and the text that it was begun with. Leave {(what == "Options" ? "them" : "it")} out.");
        }
        problems.ThrowIfAny();
        return new ProgramTraining(path, _parts, _plugins, Launched, stop);
    }

    private TrainingBuilder Add(object? given, Action add)
    {
        ArgumentNullException.ThrowIfNull(given);
        add();
        return this;
    }
}
