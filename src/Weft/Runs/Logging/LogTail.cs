using System.Text.Json;
using Weft.Foundation.Files;
using Weft.Runs.Events;
using Weft.Runs.State;

namespace Weft.Runs.Logging;

/// <summary>Cuts off what a session wrote after the checkpoint that training goes on from, reading from the end: a long log costs no time.</summary>
internal static class LogTail
{
    private const int Block = 4096;

    /// <summary>What there is to say of a log without lines.</summary>
    public static (string Phase, bool HasCheckpoint) Nothing => ("", false);

    /// <summary>Drops lines at the end that are of later steps, not whole, or of what the state does not know of.</summary>
    /// <returns>The phase of the last line that stays, and whether a line says that the state's step was saved.</returns>
    public static (string Phase, bool HasCheckpoint) CutAfter(string path, TrainingState state)
    {
        RegularFile.Require(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        while (file.Length > 0)
        {
            var line = LastLine(file, file.Length);
            if (line[^1] == '\n' && Parse(line) is { } content && IsKept(content, state))
                return (content.Phase, HasCheckpoint(file, state.Step));
            file.SetLength(file.Length - line.Length);
        }
        return Nothing;
    }

    /// <summary>Looks through the lines of the last step, from the end.</summary>
    private static bool HasCheckpoint(FileStream file, long step)
    {
        for (var end = file.Length; end > 0;)
        {
            var line = LastLine(file, end);
            if (Parse(line) is not { } content || content.Step != step)
                return false;
            if (content is CheckpointEvent)
                return true;
            end -= line.Length;
        }
        return false;
    }

    // What the state does not know of comes again: an evaluation, the end of a phase that has not ended, a plan, a going back. Of sessions
    // before the first step nothing is kept.
    private static bool IsKept(TrainingEvent line, TrainingState state) => line.Step < state.Step || (line.Step == state.Step && line switch
    {
        EvaluationEvent => state.TokensAtEvaluation >= state.Tokens,
        PhaseEvent => state.Phase is null,
        PlanEvent plan => plan.Report.Plan.Number <= (state.Sampler.Plan?.Number ?? -1),
        RecoveryEvent recovery => recovery.Times <= state.GoneBack,
        BeginEvent or EndEvent => state.Step > 0,
        _ => true,
    });

    private static TrainingEvent? Parse(byte[] line)
    {
        try
        {
            return EventJson.Read(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The last line before a place, with its end, or what there is of it.</summary>
    private static byte[] LastLine(FileStream file, long end)
    {
        for (var length = Math.Min(Block, end); ; length = Math.Min(2 * length, end))
        {
            var bytes = new byte[length];
            file.Position = end - length;
            file.ReadExactly(bytes);
            var begin = bytes.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;
            if (begin > 0 || length == end)
                return bytes[begin..];
        }
    }
}
