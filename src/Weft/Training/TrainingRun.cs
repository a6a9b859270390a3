using TorchSharp;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Sampling.Static;
using Weft.Tasks;
using Weft.Text;
using Weft.Text.Vectors;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Training;

/// <summary>One training from text to summary. <see cref="Create"/> is the architecture on one screen.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly RunFolder _folder;
    private readonly ITask _task;
    private readonly Optimizer _optimizer;
    private readonly ExampleFeed _feed;
    private readonly TrainingPlan _plan;
    private readonly GradientStep _step;
    private readonly Trainer _trainer;
    private readonly RunResults _results;
    private readonly RunStart _start;
    private readonly RunOptions _options;
    private readonly RunLog? _metrics;
    private readonly Listeners _log;
    private readonly ITrainingListener _listener;
    private readonly CorpusProvider _corpora;
    private readonly OwnedResources _owned;

    private TrainingRun(
        RunStart start, RunFolder folder, RunOptions options, TokenStore store, VectorStart? vectors, ITrainingListener listener, CorpusProvider corpora,
        OwnedResources owned)
    {
        (_folder, _owned, _start, _listener, _corpora) = (folder, owned, start, listener, corpora);
        var (resume, workers) = (start.IsResumed, start.Workers);
        options = vectors?.Fit(options) ?? options;
        var taskStart = new TaskStart(options, store, vectors, start.Plugins.Metrics, workers);
        options = options with { Runtime = TrainingDevice.Resolve(options.Runtime, start.Progress) };
        var device = TrainingDevice.Prepare(options.Runtime);
        var checkpoint = start.Checkpoint;
        var built = taskStart.Build(options.Runtime, device, isNew: checkpoint is null, start.Progress);
        var task = _task = owned.Add(built.Task);
        options = options with { Model = built.Model };
        (Vectors, VocabularyNote) = (built.Vectors ?? (resume ? folder.ReadVectorCoverage() : null), built.Note);
        var plan = _plan = new TrainingPlan(options, task.Examples.TargetsInEpoch, start.Plugins.Schedule);
        ParameterFreezer.RequireNames(task.Model, plan);
        _optimizer = owned.Add(new Optimizer(task.Model.Weights, plan.Optimizers));
        var state = ResumedState.Of(checkpoint, start, folder, plan);
        // All that may be wrong with files is found before the folder is there.
        var weightsOfClasses = ClassWeights.Of(options, store, folder);
        var probe = new ModelProbe(task, _optimizer, options.Training.Batch, options.Training.LabelSmoothing) { Workers = workers };
        _feed = owned.Add(new ExampleFeed(
            task, options, state.Sampler, checkpoint is not null, probe, report => _trainer!.Tell(report), workers, start.Plugins.Sampler));
        _options = options = options with { Plugins = start.Plugins.NamesWith(_feed.Sampler, resume ? (folder, options) : null) };
        // One writes and tells what all of them do.
        var (metrics, log) = (default(RunLog), new Listeners());
        workers.OnFirst(() =>
        {
            if (!resume)
                owned.Add(new RunBeginning(folder).Write(options, store, Vectors));
            metrics = owned.Add(new RunLog(folder.Path, state, checkpoint?.Origin?.Metrics, checkpoint?.Folder, start.Tell));
            log = new Listeners(metrics, owned.Add(new TensorBoardLog(folder.TensorBoard, TimeProvider.System)), listener);
        });
        (_metrics, _log) = (metrics, log);
        checkpoint?.Restore(task.Model);
        checkpoint?.Restore(_optimizer);
        checkpoint?.Restore(_feed.Memories);
        _results = new RunResults(folder, options, CorpusSummary.Of(store), task, _optimizer, Vectors, start.Progress) { Workers = workers };
        var classWeights = weightsOfClasses is null ? null : owned.Add(torch.tensor(weightsOfClasses, device: device).DetachFromDisposeScope());
        _step = new GradientStep(task, _optimizer, options, classWeights) { MeasuresExamples = _feed.MeasuresExamples, Workers = workers };
        var checkpoints = new CheckpointFolder(
            folder.Checkpoints, task.Fingerprint, task.Model, _optimizer, _feed.Memories,
            () => new CheckpointOrigin(options, metrics!.Mark, CheckpointOrigin.HashOfClassWeights(folder)), options.Training.KeepCheckpoints, start.Disk)
        { Workers = workers };
        _trainer = new Trainer(
            options, task, plan, _feed.Queue, _step, new PhaseBorder(task.Model, _optimizer, plan, log), _results.MeasureValidation, checkpoints, log, state,
            start.Progress)
        { Workers = workers };
        Description = $"{options.Preset}: {task.Model.ParameterCount:N0} parameters, "
            + $"{store[Split.Train].Count:N0} tokens of {options.Data.Source}, {options.Runtime.Precision.ToString().ToLowerInvariant()} on {device}, in {folder.Path}";
    }

    /// <summary>Prepares a new training: its corpus, model and folder.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="path">The run folder; it must not exist or be empty.</param>
    /// <param name="listener">Hears of everything that happens.</param>
    /// <param name="corpora">Finds and prepares the text.</param>
    /// <param name="plugins">What a program brings itself.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="ConfigurationException">Options are wrong: all of it; or the folder is taken.</exception>
    public static TrainingRun Create(
        RunOptions options, string path, ITrainingListener listener, CorpusProvider corpora, Plugins? plugins = null, CancellationToken stop = default) =>
        CreateOn(Disk.Instance, options, path, listener, corpora, plugins, stop: stop);

    /// <summary>Goes on with a training from its newest checkpoint that is whole.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="budget">A new budget, or null for the one that the run was made with.</param>
    /// <param name="listener">Hears of everything that happens.</param>
    /// <param name="corpora">Finds and prepares the text.</param>
    /// <param name="tell">Hears of checkpoints that are damaged, and what is used instead.</param>
    /// <param name="plugins">What a program brings itself: the same as when the run was begun.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="ConfigurationException">The training is over and no new budget was given.</exception>
    /// <exception cref="IOException">Another training is under way in the folder.</exception>
    public static TrainingRun Resume(
        string path, BudgetOptions? budget, ITrainingListener listener, CorpusProvider corpora, Action<string>? tell = null, Plugins? plugins = null, CancellationToken stop = default) =>
        Resume(path, budget, new RunStart(IsResumed: true, HasNewBudget: budget is not null, Disk.Instance, tell ?? (_ => { }), corpora.Progress) { Plugins = plugins ?? Plugins.None }, listener, corpora, stop);

    /// <summary>The same, in a way of the caller's choice.</summary>
    internal static TrainingRun Resume(
        string path, BudgetOptions? budget, RunStart start, ITrainingListener listener, CorpusProvider corpora, CancellationToken stop)
    {
        var folder = RunFolder.Open(path);
        return OwnedResources.Build(owned =>
        {
            start.Workers.OnFirst(() => owned.Add(folder.Enter()));
            var options = folder.ReadOptions();
            start.Plugins.RequireThoseOf(folder, options);
            if (budget is null && folder.IsDone)
                throw new ConfigurationException($"The training in {folder.Path} is done. To train on, give a larger budget, for example --max-steps.");
            // Before anything is made of options that may be wrong.
            var checkpoint = corpora.Progress.During("loading a checkpoint", () => folder.FindCheckpoint(options, start));
            checkpoint?.Origin?.RequireSame(folder, options, checkpoint.Step, start.Tell);
            var store = owned.Add(corpora.PrepareAgain(options.Data, folder, stop));
            // Without a checkpoint it begins again, from the same vectors.
            var vectors = checkpoint is null ? VectorStart.Read(options, store, corpora.Progress, stop) : null;
            return new TrainingRun(start with { Checkpoint = checkpoint }, folder, options with { Budget = budget ?? options.Budget }, store, vectors, listener, corpora, owned);
        });
    }

    /// <summary>The same on a disk of the caller's choice, and with others who have the same options and see the same folder.</summary>
    internal static TrainingRun CreateOn(
        IDisk disk, RunOptions options, string path, ITrainingListener listener, CorpusProvider corpora, Plugins? plugins = null, IWorkers? workers = null,
        CancellationToken stop = default)
    {
        options.Validate();
        (workers ??= Alone.Instance).OnFirst(() => RunFolder.Reserve(path));
        var folder = RunFolder.Of(path);
        return OwnedResources.Build(owned =>
        {
            var (store, data) = corpora.Prepare(options.Data, stop, prefersWords: options.Vectors.File.Length > 0);
            owned.Add(store);
            options = options with { Data = data, Training = ClassWeights.Resolve(options.Training) };
            options = options with { Sampling = options.Sampling with { Static = StaticRates.Resolve(options.Sampling.Static) } };
            var start = new RunStart(IsResumed: false, HasNewBudget: false, disk, _ => { }, corpora.Progress) { Plugins = plugins ?? Plugins.None, Workers = workers };
            return new TrainingRun(start, folder, options, store, VectorStart.Read(options, store, corpora.Progress, stop), listener, corpora, owned);
        });
    }

    /// <summary>What is trained on what, in a line.</summary>
    public string Description { get; }

    /// <summary>A line where the vocabulary takes most of the model, and how to change that; else null.</summary>
    public string? VocabularyNote { get; }

    /// <summary>Where the embedding's first vectors came from, or null where it started without word vectors.</summary>
    public VectorCoverage? Vectors { get; }

    /// <summary>Trains, then measures the best weights on the validation and test splits.</summary>
    /// <param name="stop">Asks to finish the step, save and leave.</param>
    public TrainingSummary Run(CancellationToken stop)
    {
        if (_start.IsResumed)
            _start.Workers.OnFirst(() => _folder.Reopen(_options, _trainer.State.Step));
        _log.On(new BeginEvent(_trainer.State.Step, _plan.At(_trainer.State).Name, _start.IsResumed));
        if (_start.Back is { } back)
            _log.On(RecoveryEvent.Of(back, _trainer.State, _plan.At(_trainer.State).Name));
        try
        {
            _trainer.Train(stop);
        }
        catch (DivergenceException e) when (_options.Training.Recovery == RecoveryMode.Back && _trainer.State.GoneBack < RecoveryEvent.MostTimesBack)
        {
            var next = new GoingBack(_trainer.State.GoneBack + 1, e.Finding);
            // The lock and the memory are free before the training that goes on takes them.
            Dispose();
            using var again = Resume(_folder.Path, null, _start with { IsResumed = true, HasNewBudget = false, Checkpoint = null, Back = next }, _listener, _corpora, stop);
            return again.Run(stop);
        }
        catch (DivergenceException e)
        {
            e.EndRun(_options.Training.Recovery, _trainer.State);
            e.Summary = _results.Summarise(_trainer.State, EndReason.Divergence);
            _log.On(new EndEvent(e.Summary.Steps, _plan.At(_trainer.State).Name, e.Summary.BestStep, EndReason.Divergence));
            throw;
        }
        var isStopped = _start.Workers.AgreeToStop(stop);
        var summary = _results.Summarise(_trainer.State, isStopped ? EndReason.Interrupted : _trainer.End);
        if (isStopped)
            return summary;
        summary = _results.Measure(summary, _trainer.LastEvaluation, stop);
        _start.Workers.OnFirst(() => _feed.WriteReport(_folder));
        _start.Workers.OnFirst(() => _folder.Finish(summary = summary with { Metrics = _metrics!.Mark }));
        return summary;
    }

    /// <summary>
    /// Begins a trial of learning rates: it trains what the last phase trains, with its optimizer, and measures and saves nothing. The
    /// training is used up by it.
    /// </summary>
    /// <returns>Makes the next update at a rate, and gives back the loss before it.</returns>
    internal Func<double, double> BeginTrial()
    {
        ParameterFreezer.Apply(_task.Model, _plan.LastPhase);
        _optimizer.Begin(_plan.LastPhase.Optimizer, reset: false);
        var made = 0L;
        return rate => _step.Make(++made, _feed.Queue.Next(progress: 0), rate).Loss;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();
}
