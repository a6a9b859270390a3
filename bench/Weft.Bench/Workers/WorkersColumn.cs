using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Workers;

namespace Weft.Bench.Workers;

/// <summary>What is measured side by side.</summary>
internal enum WorkersColumn
{
    /// <summary>One worker with all of the threads.</summary>
    One,

    /// <summary>Several workers, which share them.</summary>
    Several,

    /// <summary>As many, whose gradients are all sent after the backward pass.</summary>
    NotOverlapped,

    /// <summary>As many, with <c>workers.reproducible</c>.</summary>
    Reproducible,
}

/// <summary>One model in one number format, and how each column trains it.</summary>
/// <param name="Preset">The model.</param>
/// <param name="Precision">What products are taken in.</param>
/// <param name="Workers">How many there are where there are several.</param>
/// <param name="Options">What each column trains with.</param>
/// <param name="Note">Why a column is missing; null where none is.</param>
internal sealed record WorkersCase(string Preset, string Precision, int Workers, IReadOnlyDictionary<WorkersColumn, RunOptions> Options, string? Note)
{
    /// <summary>The case of a model.</summary>
    /// <param name="preset">The model.</param>
    /// <param name="precision">What products are taken in.</param>
    /// <param name="workers">How many workers share the threads.</param>
    /// <param name="threads">How many threads there are; each worker has one at least.</param>
    /// <param name="settings">The user's settings, which win.</param>
    /// <exception cref="ConfigurationException">Something is wrong with them.</exception>
    public static WorkersCase Of(string preset, string precision, int workers, int threads, IReadOnlyCollection<string> settings)
    {
        var options = new Dictionary<WorkersColumn, RunOptions>
        {
            [WorkersColumn.One] = Build(1),
            [WorkersColumn.Several] = Build(workers),
            [WorkersColumn.NotOverlapped] = Build(workers, "workers.overlap=false"),
        };
        string? note = null;
        try
        {
            options[WorkersColumn.Reproducible] = Build(workers, "workers.reproducible=true");
            if (Sharding.Fixed % workers != 0)
                throw new ConfigurationException($"{Sharding.Fixed} shards are divided among 1, 2, 4 or 8 workers, and not among {workers}.");
        }
        catch (ConfigurationException e)
        {
            options.Remove(WorkersColumn.Reproducible);
            note = $"There is no column with workers.reproducible: {e.Message}";
        }
        return new WorkersCase(preset, precision, workers, options, note);

        RunOptions Build(int count, params string[] ofColumn)
        {
            var built = BenchArguments.Build(
                [$"preset={preset}", $"runtime.precision={precision}", $"runtime.threads={Math.Max(1, threads / count)}", "evaluation.report=false", .. settings, .. ofColumn]);
            Training.Starting.WorkerRules.Require(count, built);
            return built;
        }
    }

    /// <summary>How many workers a column has.</summary>
    public int WorkersOf(WorkersColumn column) => column == WorkersColumn.One ? 1 : Workers;

    /// <summary>A column's title.</summary>
    public string TitleOf(WorkersColumn column) => $"{WorkersOf(column)} x {Options[column].Runtime.Threads}{column switch { WorkersColumn.Reproducible => ", reproducible", WorkersColumn.NotOverlapped => ", no overlap", _ => "" }}";
}
