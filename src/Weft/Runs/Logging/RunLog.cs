using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs.Events;
using Weft.Runs.State;

namespace Weft.Runs.Logging;

/// <summary>
/// <c>metrics.jsonl</c> of a run folder: everything that happened in its training, a JSON object a line. It is written and read here alone;
/// docs/formats.md describes it.
/// </summary>
internal sealed class RunLog : ITrainingListener, IDisposable
{
    private readonly string _path;
    private readonly LogFile _file;
    private readonly bool _altered;
    private long _saved;

    /// <summary>Opens the log for what follows a state; later lines, of a session that was cut off, are dropped.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="state">The state that training goes on from.</param>
    /// <param name="mark">What the log held when that state was saved; null where that is not known.</param>
    /// <param name="checkpoint">The folder of the checkpoint that holds the state; null where there is none.</param>
    /// <param name="tell">Hears of a log that somebody has changed.</param>
    public RunLog(string run, TrainingState state, LogMark? mark = null, string? checkpoint = null, Action<string>? tell = null)
    {
        (_path, _saved) = (FileOf(run), state.Step);
        _altered = mark is not null && !mark.Holds(_path);
        if (_altered)
            tell?.Invoke($"{_path} is not what the training wrote up to step {state.Step}: it was changed since. Training goes on; its earlier figures cannot be trusted.");
        var last = RegularFile.Exists(_path) ? LogTail.CutAfter(_path, state) : LogTail.Nothing;
        _file = new LogFile(_path);
        // The process was killed between saving and saying so.
        if (checkpoint is not null && !last.HasCheckpoint)
            Write(new CheckpointEvent(state.Step, last.Phase, Path.GetFileName(checkpoint)));
    }

    /// <summary>What the log holds now.</summary>
    public LogMark Mark => _file.Mark with { Altered = _altered };

    /// <summary>Where the log of a run is, whether there is one or not yet.</summary>
    public static string FileOf(string run) => Path.Combine(run, "metrics.jsonl");

    /// <summary>All events of a run, in their order, also of runs of earlier versions; none where there is no log.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="damaged">Hears of lines that are damaged, and they are passed over; null makes them errors. A line that is being written, or was when its process was killed, is no damage.</param>
    /// <exception cref="InvalidDataException">It is no file, or a line is damaged or of a later version: names the file and the line.</exception>
    public static IEnumerable<TrainingEvent> Read(string run, Action<string>? damaged = null) =>
        new LogReader(FileOf(run), damaged ?? (problem => throw new InvalidDataException(problem))).Read();

    /// <summary>Follows the log that another process writes, or will write.</summary>
    /// <param name="run">The run folder.</param>
    public static LogFollower Follow(string run) => new(FileOf(run));

    /// <summary>Writes what happened, and hands it to the system at once.</summary>
    /// <exception cref="IOException">The file was moved, removed or changed meanwhile.</exception>
    public void Write(TrainingEvent happened)
    {
        if (happened is CheckpointEvent saved)
            _saved = saved.Step;
        RequirePlace();
        _file.Write(EventJson.Write(happened).ToJsonString(WeftJson.OneLine));
    }

    /// <inheritdoc/>
    void ITrainingListener.On(TrainingEvent happened) => Write(happened);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>A folder that is moved or removed takes the file with it: what is written from then on would be lost without a word.</summary>
    private void RequirePlace()
    {
        if (_file.IsInPlace)
            return;
        var run = Path.GetDirectoryName(_path)!;
        throw new IOException(
            $"{_path} was moved, removed or changed while the training was under way, perhaps with its folder. "
            + (_saved > 0 ? $"All after step {_saved}, the last that was saved, is lost." : "Nothing was saved yet: all is lost.") + Environment.NewLine
            + $"Wherever the folder is now, go on with: weft train --resume {ShellQuote.Of(run)}");
    }
}
