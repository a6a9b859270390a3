using System.Globalization;
using Weft.Foundation;

namespace Weft.Runs.Checkpoints;

/// <summary>Finds the checkpoint of a run that somebody wants: the newest or best that can be used.</summary>
/// <param name="folder">The run's <c>checkpoints</c> folder.</param>
/// <param name="fingerprint">Of the run's model.</param>
/// <param name="tell">Hears of checkpoints that cannot be used, in whose place another is taken.</param>
internal sealed class CheckpointSearch(string folder, string fingerprint, Action<string> tell)
{
    private static readonly string[] StateAlone = [CheckpointFolder.StateFile, CheckpointFolder.SamplerFile];

    private readonly IReadOnlyList<long> _steps = CheckpointFolder.Steps(folder);

    /// <summary>The checkpoint of a name.</summary>
    /// <param name="name"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <exception cref="InvalidDataException">There is none that can be used.</exception>
    /// <exception cref="ConfigurationException">There is no such step.</exception>
    public Checkpoint Open(string name) => name switch
    {
        "last" => Newest(),
        "best" => Best(),
        _ when long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && _steps.Contains(step) => Named(step),
        _ => throw new ConfigurationException($"--checkpoint is {name}; it must be best, last, or one of {string.Join(", ", _steps)}."),
    };

    /// <summary>The newest that can be used and was saved before the loss began to rise, or null.</summary>
    public Checkpoint? NewestCalm() => _steps.Reverse()
        .Select(step => Find(step, CheckpointFolder.Files).Checkpoint)
        .FirstOrDefault(found => found is { State.Watch.IsCalm: true });

    private Checkpoint Named(long step)
    {
        var found = Find(step, CheckpointFolder.Files);
        return found.Checkpoint ?? throw new InvalidDataException(
            found.Problem + Environment.NewLine + (found.Remedy ?? "Take the newest that is whole: --checkpoint last"));
    }

    private Checkpoint Newest()
    {
        var unusable = new List<CheckpointFinding>();
        foreach (var step in _steps.Reverse())
        {
            var found = Find(step, CheckpointFolder.Files);
            if (found.Checkpoint is { } whole)
            {
                unusable.ForEach(other => tell($"{OneLine(other)} Step {step} is used instead."));
                return whole;
            }
            unusable.Add(found);
        }
        throw new InvalidDataException(unusable[0].Problem + Environment.NewLine
            + (unusable[0].Remedy ?? "No other checkpoint of the run is whole: put a copy back, or train anew."));
    }

    /// <summary>The best according to the newest state: of that checkpoint the state alone is read.</summary>
    private Checkpoint Best()
    {
        if (_steps.Reverse().Select(step => Find(step, StateAlone).Checkpoint).FirstOrDefault(found => found is not null) is not { } newest)
            return Newest();
        var best = newest.State.BestStep ?? newest.Step;
        if (!_steps.Contains(best))
            throw new InvalidDataException($"The best checkpoint, step-{best}, is missing from {folder}. Name another: --checkpoint {_steps[^1]}");
        var found = Find(best, CheckpointFolder.Files);
        if (found.Checkpoint is { } whole)
            return whole;
        var instead = Newest();
        tell($"{OneLine(found)} It was the best; step {instead.Step} is used instead.");
        return instead;
    }

    private static string OneLine(CheckpointFinding finding) => finding.Problem.ReplaceLineEndings(" ");

    private CheckpointFinding Find(long step, IReadOnlyList<string> files) =>
        Checkpoint.Find(CheckpointFolder.PathOf(folder, step), fingerprint, files);
}
