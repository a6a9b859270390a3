using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs.Logging;
using Weft.Runs.Options;
using Weft.Text.Tokenizers;

namespace Weft.Runs.Checkpoints;

/// <summary>
/// <c>origin.json</c>: what a checkpoint was made with and what it goes on from. The files of the run that these are in can be changed by
/// anybody; a training must not go on from them as if nothing had happened.
/// </summary>
/// <param name="Options">All options of the run.</param>
/// <param name="Metrics">What the log held.</param>
/// <param name="ClassWeights">SHA-256 of the run's copy of the class weights, or null where it has none.</param>
internal sealed record CheckpointOrigin(RunOptions Options, LogMark Metrics, string? ClassWeights)
{
    // Text that has moved is still the same text, which its vocabulary shows; a budget is the user's to change; how long workers wait for one another changes nothing.
    private static readonly string[] Free = ["budget.", "data.source", .. WorkersOptions.FreeKeys];
    private static readonly string[] OfRounding = ["runtime.", "workers.reproducible"];

    // What evaluation and generation depend on, beside the weights.
    private static readonly string[] OfModel = ["model.", "data.", "training.context", "training.batching"];

    /// <summary>Refuses to go on with other options, or other class weights, than those of the checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">As its <c>config.json</c> has them now.</param>
    /// <param name="step">The checkpoint's.</param>
    /// <param name="tell">Hears of what changes results in their last bits alone.</param>
    /// <exception cref="InvalidDataException">They differ; names the keys.</exception>
    public void RequireSame(RunFolder run, RunOptions options, long step, Action<string> tell)
    {
        Refuse(run, step, Differences(options).Where(difference => !Begins(difference, OfRounding)));
        var classWeights = HashOfClassWeights(run);
        if (classWeights != ClassWeights)
        {
            throw new InvalidDataException(
                $"{run.ClassWeightsFile} {(classWeights is null ? "is missing" : "has changed")} since the checkpoint of step {step} was made. Put it back, or start a new run.");
        }
        foreach (var difference in Differences(options))
            tell($"{difference.Key} is {difference.Now} in {run.ConfigFile}, and the run was trained with {difference.Before}: results differ in the last bits.");
    }

    /// <summary>Refuses to use the weights with another model or another text than those of the checkpoint.</summary>
    /// <exception cref="InvalidDataException">They differ; names the keys.</exception>
    public void RequireSameModel(RunFolder run, RunOptions options, long step) =>
        Refuse(run, step, Differences(options).Where(difference => Begins(difference, OfModel)));

    /// <summary>SHA-256 of a run's copy of the class weights, or null.</summary>
    public static string? HashOfClassWeights(RunFolder run)
    {
        RegularFile.Require(run.ClassWeightsFile);
        return File.Exists(run.ClassWeightsFile) ? Hashes.Sha256OfFile(run.ClassWeightsFile) : null;
    }

    private IEnumerable<OptionDifference> Differences(RunOptions now) =>
        OptionDifference.Between(Options, now).Where(difference => !Begins(difference, Free) && !(difference.Key == "data.tokenizer" && HasMoved(now)));

    // Whether they are the same files is for RunFolder.OpenTokenizer to find out, by their hash.
    private bool HasMoved(RunOptions now) => TokenizerFactory.IsOfFiles(Options.Data.Tokenizer) && TokenizerFactory.IsOfFiles(now.Data.Tokenizer);

    private static bool Begins(OptionDifference difference, string[] keys) =>
        Array.Exists(keys, key => difference.Key.StartsWith(key, StringComparison.Ordinal));

    private static void Refuse(RunFolder run, long step, IEnumerable<OptionDifference> differences)
    {
        var found = differences.ToList();
        if (found.Count == 0)
            return;
        var list = string.Join("; ", found.Select(difference => $"{difference.Key} is {difference.Now}, not {difference.Before}"));
        throw new InvalidDataException(found.Count == 1
            ? $"{found[0].Key} is {found[0].Now} in {run.ConfigFile}, and the checkpoint of step {step} was made with {found[0].Before}.{Environment.NewLine}Put it back, or start a new run."
            : $"{run.ConfigFile} is not what the checkpoint of step {step} was made with: {list}.{Environment.NewLine}Put it back, or start a new run.");
    }
}
