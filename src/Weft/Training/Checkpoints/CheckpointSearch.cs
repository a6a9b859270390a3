using System.Globalization;
using Weft.Foundation;

namespace Weft.Training.Checkpoints;

/// <summary>Finds the checkpoint of a run that somebody wants: the newest or best that is whole.</summary>
/// <param name="folder">The run's <c>checkpoints</c> folder.</param>
/// <param name="fingerprint">Of the run's model.</param>
/// <param name="tell">Hears of damaged checkpoints in whose place another is taken.</param>
internal sealed class CheckpointSearch(string folder, string fingerprint, Action<string> tell)
{
    private static readonly string[] StateAlone = [CheckpointFolder.StateFile, CheckpointFolder.SamplerFile];

    private readonly IReadOnlyList<long> _steps = CheckpointFolder.Steps(folder);

    /// <summary>The checkpoint of a name.</summary>
    /// <param name="name"><c>best</c>, <c>last</c>, or a step's number.</param>
    /// <exception cref="InvalidDataException">There is none that is whole, or it is another model's.</exception>
    /// <exception cref="ConfigurationException">There is no such step.</exception>
    public Checkpoint Open(string name) => name switch
    {
        "last" => Newest(),
        "best" => Best(),
        _ when long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && _steps.Contains(step) => Find(step, CheckpointFolder.Files, out var damage)
            ?? throw new InvalidDataException(damage + Environment.NewLine + "Take the newest that is whole: --checkpoint last"),
        _ => throw new ConfigurationException($"--checkpoint is {name}; it must be best, last, or one of {string.Join(", ", _steps)}."),
    };

    /// <summary>The newest checkpoint that is whole.</summary>
    private Checkpoint Newest()
    {
        var damages = new List<string>();
        foreach (var step in _steps.Reverse())
        {
            if (Find(step, CheckpointFolder.Files, out var damage) is { } whole)
            {
                damages.ForEach(found => tell($"{found} Step {step} is used instead."));
                return whole;
            }
            damages.Add(damage!);
        }
        throw new InvalidDataException($"{damages[0]}{Environment.NewLine}No other checkpoint of the run is whole: put a copy back, or train anew.");
    }

    /// <summary>The best according to the newest state: of that checkpoint the state alone is read.</summary>
    private Checkpoint Best()
    {
        if (_steps.Reverse().Select(step => Find(step, StateAlone, out _)).FirstOrDefault(found => found is not null) is not { } newest)
            return Newest();
        var best = newest.State.BestStep ?? newest.Step;
        if (!_steps.Contains(best))
            throw new InvalidDataException($"The best checkpoint, step-{best}, is missing from {folder}. Name another: --checkpoint {_steps[^1]}");
        if (Find(best, CheckpointFolder.Files, out var damage) is { } whole)
            return whole;
        var instead = Newest();
        tell($"{damage} It was the best; step {instead.Step} is used instead.");
        return instead;
    }

    private Checkpoint? Find(long step, IReadOnlyList<string> files, out string? damage) =>
        Checkpoint.Find(CheckpointFolder.PathOf(folder, step), fingerprint, files, out damage);
}
