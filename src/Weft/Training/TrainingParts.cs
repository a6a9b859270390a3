using Weft.Data;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Tasks;
using Weft.Text.Corpora;
using Weft.Text.Reading;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Training;

/// <summary>What a program gives to a training besides its options: where text comes from, and who hears of what happens.</summary>
internal sealed class TrainingParts : ITrainingListener
{
    /// <summary>Whether a training that a program began is under way; known on the thread of the engine.</summary>
    public static bool IsUnderWay { get; private set; }

    /// <summary>The texts; null where they are read from files.</summary>
    public IEnumerable<TextRecord>? Texts { get; set; }

    /// <summary>Reads the files; null where Weft's readers do.</summary>
    public IRecordReader? Reader { get; set; }

    /// <summary>Hears of everything that happens.</summary>
    public Action<TrainingEvent>? OnEvent { get; set; }

    /// <summary>Hears how far work has come.</summary>
    public Action<WorkProgress>? OnWork { get; set; }

    /// <summary>Hears what the user should know.</summary>
    public Action<string>? Tell { get; set; }

    /// <summary>Whether steps were begun with.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>How the steps ended, once they have, by themselves; then only measuring is left.</summary>
    public EndEvent? End { get; private set; }

    /// <summary>These as they are now.</summary>
    public TrainingParts Copy() => (TrainingParts)MemberwiseClone();

    /// <summary>Notes what does not go together.</summary>
    /// <param name="data">Where the program said that text is, if it did.</param>
    /// <param name="built">The options.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The options, with the fields that hold what belongs to texts that a program gives.</returns>
    public RunOptions Validate(string? data, RunOptions built, Problems problems)
    {
        if (Texts is not null && data is not null)
            problems.Add($"Data is {data}, and UseTexts gives texts: leave one of them out.");
        if (Texts is not null && Reader is not null)
            problems.Add("UseTexts gives texts, and UseReader reads files: leave one of them out.");
        if (Reader is not null && built.Data.Source == new DataOptions().Source)
            problems.Add("UseReader needs Data: name the file or folder that it is to read.");
        if (built.Task == TaskKind.Captioning && (Texts ?? (object?)Reader) is not null)
            problems.Add("Pictures and their captions are read from files: give Data, not UseTexts or UseReader.");
        return Texts is null && Reader is null ? built : built with { Data = GivenFields.Of(built, problems) };
    }

    /// <summary>Keeps the texts of the program, or of its reader, in files.</summary>
    /// <returns>Options that name these.</returns>
    public RunOptions Keep(RunOptions options, CancellationToken stop)
    {
        var records = Reader is null ? Texts : ReadRecords.Of(options.Data.Source, Reader);
        return records is null ? options
            : options with { Data = options.Data with { Source = GivenRecords.Keep(records, WeftFolders.Data, stop), Field = GivenRecords.TextField, NamedSplits = true } };
    }

    /// <summary>Trains to the end. Threads and size of tiles, which belong to the process, are then as they were.</summary>
    /// <param name="plugins">What else the program brings.</param>
    /// <param name="workers">Who trains; the first one alone tells.</param>
    /// <param name="create">Begins the training, or goes on with it.</param>
    /// <param name="stop">Asks to finish the step, save and leave.</param>
    public TrainingSummary Run(Plugins plugins, IWorkers workers, Func<TrainingOpener, TrainingRun> create, CancellationToken stop)
    {
        var tell = (workers.IsFirst() ? Tell : null) ?? (_ => { });
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, workers.IsFirst() && OnWork is not null ? new Progress(OnWork) : null, tell) { OwnTokenizer = plugins.Tokenizer };
        IsUnderWay = true;
        try
        {
            using var before = new DeviceSettings();
            using var run = create(new TrainingOpener(corpora, this) { Plugins = plugins, Tell = tell, Workers = workers });
            tell(run.Description);
            if (run.Division is { } division)
                tell(division);
            return run.Run(stop);
        }
        finally
        {
            IsUnderWay = false;
        }
    }

    void ITrainingListener.On(TrainingEvent happened)
    {
        HasBegun |= happened is BeginEvent;
        End = happened is EndEvent { Reason: not EndReason.Interrupted } end ? end : End;
        OnEvent?.Invoke(happened);
    }

    private sealed class Progress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
