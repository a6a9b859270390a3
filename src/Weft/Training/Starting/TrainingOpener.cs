using Weft.Data.Auditing;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Sampling.Static;
using Weft.Workers;
using Weft.Workers.Nccl;

namespace Weft.Training.Starting;

/// <summary>Begins trainings and goes on with them. It holds what surrounds a training and is none of its options.</summary>
/// <param name="Corpora">Finds and prepares the text; its progress hears of work that takes noticeable time.</param>
/// <param name="Listener">Hears of everything that happens.</param>
internal sealed record TrainingOpener(CorpusProvider Corpora, ITrainingListener Listener)
{
    /// <summary>Hears what the user should know: of checkpoints that are damaged, and how devices are connected.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>What a program brings itself: the same where a training goes on as where it began.</summary>
    public Plugins Plugins { get; init; } = Plugins.None;

    /// <summary>Who makes the same training: they have the same options, and see the same folder.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>What connects the devices of several workers.</summary>
    public NcclConnection Devices { get; init; } = new();

    /// <summary>Where checkpoints go.</summary>
    public IDisk Disk { get; init; } = Foundation.Files.Disk.Instance;

    /// <summary>Prepares a new training: its corpus, model and folder.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="path">The run folder; it must not exist or be empty.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="ConfigurationException">Options are wrong: all of it; or the folder is taken.</exception>
    public TrainingRun Create(RunOptions options, string path, CancellationToken stop = default)
    {
        options.Validate();
        Workers.OnFirst(() => RunFolder.RequireFree(path));
        var folder = RunFolder.Of(path);
        return OwnedResources.Build(owned =>
        {
            var from = StartingRun.Open(options, Tell);
            options = from?.Fit(options) ?? options;
            var (store, data) = Corpora.Prepare(options, stop);
            owned.Add(store);
            if (QuickAudit.Of(store).Sentence is { } found)
                Tell(found);
            options = options with { Data = data, Training = ClassWeights.Resolve(options.Training) };
            options = options with { Sampling = options.Sampling with { Static = StaticRates.Resolve(options.Sampling.Static) } };
            var start = new RunStart(this, IsResumed: false, HasNewBudget: false);
            return new TrainingRun(start, folder, options, store, new FirstWeights(VectorStart.Read(options, store, Corpora.Progress, stop), from), owned);
        });
    }

    /// <summary>Goes on with a training from its newest checkpoint that is whole.</summary>
    /// <param name="path">The run folder.</param>
    /// <param name="budget">A new budget, or null for the one that the run was made with.</param>
    /// <param name="back">Why it goes back, where it does.</param>
    /// <param name="workers">How the workers wait for and watch one another from now on, made of how they did; null where that stays.</param>
    /// <param name="stop">Ends the preparation.</param>
    /// <exception cref="ConfigurationException">The training is over and no new budget was given.</exception>
    /// <exception cref="IOException">Another training is under way in the folder.</exception>
    public TrainingRun Resume(string path, BudgetOptions? budget = null, GoingBack? back = null, Func<WorkersOptions, WorkersOptions>? workers = null, CancellationToken stop = default)
    {
        var folder = RunFolder.Open(path);
        return OwnedResources.Build(owned =>
        {
            Workers.OnFirst(() => owned.Add(folder.Enter()));
            var options = folder.ReadOptions();
            options = options with { Workers = workers?.Invoke(options.Workers) ?? options.Workers };
            Plugins.RequireThoseOf(folder, options);
            if (budget is null && folder.IsDone)
                throw new ConfigurationException($"The training in {folder.Path} is done. To train on, give a larger budget, for example --max-steps (in C# Steps).");
            var start = new RunStart(this, IsResumed: true, HasNewBudget: budget is not null, Back: back);
            // Before anything is made of options that may be wrong.
            var checkpoint = Corpora.Progress.During("loading a checkpoint", () => start.Find(folder, options));
            checkpoint?.Origin?.RequireSame(folder, options, checkpoint.Step, Tell);
            var store = owned.Add(Corpora.PrepareAgain(options, folder, stop));
            // Without a checkpoint it begins again, from the same weights.
            var first = checkpoint is null ? new FirstWeights(VectorStart.Read(options, store, Corpora.Progress, stop), StartingRun.OpenAgain(options, folder, Tell)) : FirstWeights.None;
            return new TrainingRun(start with { Checkpoint = checkpoint }, folder, options with { Budget = budget ?? options.Budget }, store, first, owned);
        });
    }
}
