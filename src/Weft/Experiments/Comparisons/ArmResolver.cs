using Weft.Data;
using Weft.Experiments.Comparisons.Planning;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Experiments.Comparisons;

/// <summary>
/// Decides what options leave to Weft once for all arms, and prepares their text, so that no arm has to and all run on the same.
/// </summary>
/// <param name="corpora">Finds and prepares text.</param>
internal sealed class ArmResolver(CorpusProvider corpora)
{
    private readonly Dictionary<(DataOptions Data, bool PrefersWords, string From), DataOptions> _data = [];

    /// <summary>What arms run on that leave it open.</summary>
    /// <param name="options">Of the base run.</param>
    public static RuntimeOptions DecideRuntime(RuntimeOptions options) =>
        TrainingDevice.Resolve(options with { Precision = Precision.Auto, Threads = 0, RowsAtOnce = 0 });

    /// <summary>Resolves an arm.</summary>
    /// <param name="arm">As it was asked for.</param>
    /// <param name="runtime">What arms run on that leave it open.</param>
    /// <param name="stop">Ends the preparation of text.</param>
    public ComparisonArm Resolve(ComparisonArm arm, RuntimeOptions runtime, CancellationToken stop)
    {
        var own = arm.Options.Runtime;
        var resolved = own with
        {
            Precision = own.Precision == Precision.Auto ? runtime.Precision : own.Precision,
            Threads = own.Threads == 0 ? runtime.Threads : own.Threads,
            RowsAtOnce = own.RowsAtOnce == 0 ? runtime.RowsAtOnce : own.RowsAtOnce,
        };
        // Text that an earlier arm is to write is not there yet.
        var isText = arm.Needs.All(name => !arm.Options.Data.Source.Contains(FolderOf(arm, name), StringComparison.Ordinal));
        return arm with { Options = arm.Options with { Runtime = resolved, Data = isText ? Prepare(arm.Options, stop) : arm.Options.Data } };
    }

    private static string FolderOf(ComparisonArm arm, string variant) =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(arm.Folder)!)!, variant);

    private DataOptions Prepare(RunOptions options, CancellationToken stop)
    {
        var asked = (options.Data, PrefersWords: options.Vectors.File.Length > 0, options.Training.From);
        if (_data.TryGetValue(asked, out var known))
            return known;
        var (store, resolved) = corpora.Prepare(options, stop);
        store.Dispose();
        return _data[asked] = resolved;
    }
}
