using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Training.Starting;
using Weft.Workers;
using Weft.Workers.Launching;

namespace Weft.Training;

/// <summary>A training that a program asked for, with its parts as they were then: what its builder is given afterwards is another's.</summary>
/// <param name="path">The run folder.</param>
/// <param name="given">Where text comes from, and who hears of what happens.</param>
/// <param name="plugins">The parts that the program brings.</param>
/// <param name="launched">What a launcher said of the workers that this process is one of.</param>
/// <param name="stop">Ends it.</param>
internal sealed class ProgramTraining(string path, TrainingParts given, Plugins plugins, WorkerEnvironment launched, CancellationToken stop)
{
    private readonly TrainingParts _parts = given.Copy();
    private string _path = path;
    private volatile bool _isUnderWay;

    /// <summary>Keeps the texts, trains on them, and opens the best weights.</summary>
    public TrainedModel Train(RunOptions built) => Do(() => _parts.Keep(built, stop), kept => kept, Create);

    /// <inheritdoc cref="Train"/>
    public Task<TrainedModel> TrainAsync(RunOptions built) => DoAsync(() => _parts.Keep(built, stop), kept => kept, Create);

    /// <summary>Goes on, and opens the best weights.</summary>
    /// <param name="budget">A new one, or null.</param>
    public TrainedModel Resume(BudgetOptions? budget) => Do(() => KeepAgain(budget), _ => RunFolder.Open(_path).ReadOptions(), GoOn);

    /// <inheritdoc cref="Resume"/>
    public Task<TrainedModel> ResumeAsync(BudgetOptions? budget) => DoAsync(() => KeepAgain(budget), _ => RunFolder.Open(_path).ReadOptions(), GoOn);

    private TrainingRun Create(TrainingOpener opener, RunOptions kept) => opener.Create(kept, _path, stop);

    private TrainingRun GoOn(TrainingOpener opener, BudgetOptions? budget) => opener.Resume(_path, budget, stop: stop);

    private BudgetOptions? KeepAgain(BudgetOptions? budget)
    {
        if (_parts.Texts is not null)
            _parts.Keep(new RunOptions(), stop);
        return budget;
    }

    private TrainedModel Do<T>(Func<T> prepare, Func<T, RunOptions> optionsOf, Func<TrainingOpener, T, TrainingRun> open)
    {
        try
        {
            var prepared = JoinedWorkers.AfterFirst(launched, prepare);
            return EngineThread.Run(() => Run(() => optionsOf(prepared), opener => open(opener, prepared)), stop);
        }
        catch (OperationCanceledException e) when (!_isUnderWay)
        {
            throw Told(e);
        }
    }

    private async Task<TrainedModel> DoAsync<T>(Func<T> prepare, Func<T, RunOptions> optionsOf, Func<TrainingOpener, T, TrainingRun> open)
    {
        try
        {
            var prepared = await Task.Run(() => JoinedWorkers.AfterFirst(launched, prepare), stop).ConfigureAwait(false);
            return await EngineThread.RunAsync(() => Run(() => optionsOf(prepared), opener => open(opener, prepared)), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!_isUnderWay)
        {
            throw Told(e);
        }
    }

    private TrainedModel Run(Func<RunOptions> options, Func<TrainingOpener, TrainingRun> open)
    {
        if (TrainingParts.IsUnderWay)
            throw new InvalidOperationException("A training cannot begin within another one's event or plug-in. Begin it when that one is over.");
        _isUnderWay = true;
        var summary = Trained(options, open);
        if (summary.Interrupted)
        {
            throw new OperationCanceledException(
                $"Stopped after step {summary.Steps:N0}; everything is saved in {summary.Run}. Go on with TrainingBuilder.Resume.", stop);
        }
        return TrainedModel.Load(_path, new OpenOptions
        {
            Tokenizer = plugins.Tokenizer,
            Task = plugins.Task,
            Metrics = plugins.Metrics.ToDictionary(metric => metric.Name, metric => metric.Make),
            OnNote = _parts.Tell,
        });
    }

    private TrainingSummary Trained(Func<RunOptions> options, Func<TrainingOpener, TrainingRun> open)
    {
        try
        {
            return JoinedWorkers.Run(
                launched,
                () => TimeSpan.FromSeconds(options().Workers.TimeoutSeconds),
                workers =>
                {
                    WorkerRules.Require(workers.Count, options());
                    _path = workers.FromFirst(_path);
                    return _parts.Run(plugins, workers, open, stop);
                },
                e => _parts.Tell?.Invoke(e.Message));
        }
        catch (OperationCanceledException e)
        {
            throw Told(e);
        }
    }

    /// <summary>What a training that was stopped outside its steps says. Who did not ask it to stop hears of an error, not of its end: a request
    /// of a program's part that took too long looks the same.</summary>
    private Exception Told(OperationCanceledException e)
    {
        if (!stop.IsCancellationRequested)
            return new InvalidOperationException($"Something that the program gave to the training was cancelled, though the training was not: {e.Message}", e);
        var full = Path.GetFullPath(_path);
        var said = _parts.End is { } end ? $"Stopped while the best weights were measured; all {end.Step:N0} steps are saved in {full}. TrainingBuilder.Resume measures them."
            : _parts.HasBegun ? $"Stopped within a step, by something that the program gave; what was saved before is in {full}. Go on with TrainingBuilder.Resume."
            : RunFolder.IsRun(_path) ? $"Stopped before the training went on; the run in {full} is as it was. Go on with TrainingBuilder.Resume."
            : $"Stopped before the training began; nothing was written to {full}.";
        return new OperationCanceledException(said, e, stop);
    }
}
