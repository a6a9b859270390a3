using System.Text.Json;
using TorchSharp;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Runs.State;
using Weft.Tasks;
using Weft.Text;
using Weft.Training.Planning;
using Weft.Training.Starting;
using Weft.Training.Steps;
using Weft.Workers;

namespace Weft.Training;

/// <summary>One training from text to summary. Its constructor is the architecture on one screen.</summary>
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
    private readonly OwnedResources _owned;

    /// <param name="start">How the run comes to be.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="options">Its options, valid.</param>
    /// <param name="store">Its text.</param>
    /// <param name="first">What its weights start from.</param>
    /// <param name="owned">Takes what goes with the training, which is what it has taken already.</param>
    internal TrainingRun(RunStart start, RunFolder folder, RunOptions options, TokenStore store, FirstWeights first, OwnedResources owned)
    {
        (_folder, _owned, _start) = (folder, owned, start);
        var (resume, given) = (start.IsResumed, start.Given);
        var (workers, progress) = (given.Workers, given.Corpora.Progress);
        options = first.Fit(options);
        StartAgreement.Require(workers,
            ("versions of Weft", typeof(TrainingRun).Module.ModuleVersionId.ToString()), ("options", JsonSerializer.Serialize(options, WeftJson.OneLine)), ("texts", JsonSerializer.Serialize(CorpusRecord.Of(store.Manifest), WeftJson.OneLine)),
            ("checkpoints", start.Checkpoint is { } saved ? saved.HashOf(CheckpointFolder.ModelFile) : ""), ("runs to start from", first.Sha256));
        var taskStart = new TaskStart(options, store, first, given.Plugins, workers);
        options = options with { Runtime = TrainingDevice.Resolve(options.Runtime, progress, workers, options.Workers.Reproducible) };
        var device = TrainingDevice.Prepare(options.Runtime);
        workers = given.Devices.Connect(workers, device, options.Workers.Reproducible, TimeSpan.FromSeconds(options.Workers.TimeoutSeconds), given.Tell, owned);
        var sharding = Sharding.Of(workers, options.Workers.Reproducible);
        var checkpoint = start.Checkpoint;
        var built = taskStart.Build(options.Runtime, device, isNew: checkpoint is null, progress);
        var task = _task = owned.Add(built.Task);
        options = options with { Model = built.Model };
        (Sources, VocabularyNote) = (checkpoint is null ? built.Sources : folder.ReadWeightSources(), built.Note);
        var plan = _plan = new TrainingPlan(options, task.Examples.TargetsInEpoch, given.Plugins.Schedule);
        ParameterFreezer.RequireNames(task.Model, plan);
        var parts = PartsOf(task, options.Workers, plan, workers);
        _optimizer = owned.Add(new Optimizer(task.Model.Weights, plan.Optimizers, parts?.ShareOf(workers.Rank)));
        var clock = new StepClock();
        var update = new SharedUpdate(task.Model.Weights, _optimizer, ClockedWorkers.Of(workers, clock), parts);
        var state = ResumedState.Of(checkpoint, start, folder, plan);
        // All that may be wrong with files is found before the folder is there.
        var weightsOfClasses = ClassWeights.Of(options, store, folder);
        var probe = new ModelProbe(task, _optimizer, options.Training.Batch, options.Training.LabelSmoothing, sharding);
        _feed = owned.Add(new ExampleFeed(
            task, options, state.Sampler, checkpoint is not null, probe, report => _trainer!.Tell(report), sharding, given.Plugins.Sampler));
        _options = options = options with { Plugins = given.Plugins.NamesWith(_feed.Sampler, resume ? (folder, options) : null) };
        // One writes and tells what all of them do.
        var (metrics, log) = (default(RunLog), new Listeners());
        workers.OnFirst(() =>
        {
            if (!resume)
                owned.Add(new RunBeginning(folder).Write(options, store, Sources));
            metrics = owned.Add(new RunLog(folder.Path, state, checkpoint?.Origin?.Metrics, checkpoint?.Folder, given.Tell));
            log = new Listeners(metrics, owned.Add(new TensorBoardLog(folder.TensorBoard, TimeProvider.System)), given.Listener);
        });
        (_metrics, _log) = (metrics, log);
        checkpoint?.Restore(task.Model);
        checkpoint?.Restore(_optimizer);
        checkpoint?.Restore(_feed.Memories);
        _results = new RunResults(folder, options, CorpusSummary.Of(store), task, update, Sources, progress) { Workers = workers };
        var classWeights = weightsOfClasses is null ? null : owned.Add(torch.tensor(weightsOfClasses, device: device).DetachFromDisposeScope());
        _step = owned.Add(new GradientStep(task, update, options, classWeights) { MeasuresExamples = _feed.MeasuresExamples, Sharding = sharding, Clock = clock });
        var checkpoints = new CheckpointFolder(
            folder.Checkpoints, task.Fingerprint, task.Model, _optimizer, update.Gather, _feed.Memories,
            () => new CheckpointOrigin(options, metrics!.Mark, CheckpointOrigin.HashOfClassWeights(folder)), options.Training.KeepCheckpoints, given.Disk)
        { Workers = workers };
        _trainer = new Trainer(
            options, task, plan, _feed.Queue, _step, new PhaseBorder(task.Model, _optimizer, plan, log), _results.MeasureValidation, checkpoints, log, state,
            progress)
        { Workers = workers };
        Division = workers.Count == 1 ? null
            : $"{workers.Count} workers, {StartAgreement.CountHere(workers)} of them on this machine, {options.Runtime.Threads} thread{(options.Runtime.Threads == 1 ? "" : "s")} each: a batch of {options.Training.Batch} rows is divided among them{(parts is null ? "" : $", and what the optimizer remembers: {parts.Longest:N0} of {parts.Length:N0} numbers each")}";
        Description = $"{options.Preset}: {task.Model.ParameterCount:N0} parameters, "
            + $"{store[Split.Train].Count:N0} tokens of {options.Data.Source}, {options.Runtime.Precision.ToString().ToLowerInvariant()} on {device}, in {folder.Path}";
    }

    /// <summary>What is trained on what, in a line.</summary>
    public string Description { get; }

    /// <summary>How the work is divided among workers, in a line; null where there is one.</summary>
    public string? Division { get; }

    /// <summary>A line where the vocabulary takes most of the model, and how to change that; else null.</summary>
    public string? VocabularyNote { get; }

    /// <summary>Where the model's first weights came from.</summary>
    public WeightSources Sources { get; }

    /// <summary>The number of trained numbers.</summary>
    internal long Parameters => _task.Model.ParameterCount;

    /// <summary>Where the time of the steps goes.</summary>
    internal StepClock Clock => _step.Clock;

    /// <summary>Trains, then measures the best weights on the validation and test splits.</summary>
    /// <param name="stop">Asks to finish the step, save and leave.</param>
    public TrainingSummary Run(CancellationToken stop)
    {
        if (_start.IsResumed)
            _start.Given.Workers.OnFirst(() => _folder.Reopen(_options, _trainer.State.Step));
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
            using var again = _start.Given.Resume(_folder.Path, back: next, stop: stop);
            return again.Run(stop);
        }
        catch (DivergenceException e)
        {
            e.EndRun(_options.Training.Recovery, _trainer.State);
            e.Summary = _results.Summarise(_trainer.State, EndReason.Divergence);
            _log.On(new EndEvent(e.Summary.Steps, _plan.At(_trainer.State).Name, e.Summary.BestStep, EndReason.Divergence));
            throw;
        }
        var isStopped = _start.Given.Workers.AgreeToStop(stop);
        var summary = _results.Summarise(_trainer.State, isStopped ? EndReason.Interrupted : _trainer.End);
        if (isStopped)
            return summary;
        summary = _results.Measure(summary, _trainer.LastEvaluation, stop);
        _start.Given.Workers.OnFirst(() => _feed.WriteReport(_folder));
        _start.Given.Workers.OnFirst(() => _folder.Finish(summary = summary with { Metrics = _metrics!.Mark }));
        return summary;
    }

    /// <summary>
    /// Begins a trial, of learning rates or of speed: it trains what the last phase trains, with its optimizer, and measures and saves nothing. The
    /// training is used up by it.
    /// </summary>
    /// <returns>Makes the next update at a rate, and gives back its loss before it.</returns>
    internal Func<double, StepResult> BeginTrial()
    {
        ParameterFreezer.Apply(_task.Model, _plan.LastPhase);
        _optimizer.Begin(_plan.LastPhase.Optimizer, reset: false);
        var made = 0L;
        return rate => _step.Make(++made, _feed.Queue.Next(progress: 0), rate);
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.Dispose();

    private static Parts? PartsOf(ITask task, WorkersOptions options, TrainingPlan plan, IWorkers workers) =>
        !options.Divides(workers.Count, task.Model.ParameterCount, plan.Optimizers) ? null
        : StateParts.Of(task.Model.Weights, workers.Count, [.. plan.Phases.Select(phase => (Func<ParameterSlot, bool>)(slot => ParameterFreezer.IsTrained(slot.Entry, phase)))]);
}
