using System.Text.Json;
using System.Text.Json.Nodes;
using Weft.Foundation;

namespace Weft.Training.Logging;

/// <summary>Cuts off what a session wrote after the checkpoint that training goes on from, reading from the end: a long log costs no time.</summary>
internal static class MetricsTail
{
    private const int Block = 4096;

    /// <summary>Drops lines at the end that are of later steps, not whole, or of an evaluation or a phase's end that the state does not know of.</summary>
    public static void CutAfter(string path, TrainingState state)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        while (file.Length > 0)
        {
            var line = LastLine(file);
            if (line.EndsWith('\n') && IsKept(line, state))
                return;
            file.SetLength(file.Length - StrictUtf8.Encoding.GetByteCount(line));
        }
    }

    private static bool IsKept(string line, TrainingState state)
    {
        try
        {
            var content = JsonNode.Parse(line);
            var step = content?["step"]?.GetValue<long>() ?? long.MaxValue;
            // What the state does not know of comes again: an evaluation, the end of a phase that has not ended, a plan.
            var comesAgain = content?["kind"]?.GetValue<string>() switch
            {
                "evaluation" => state.TokensAtEvaluation < state.Tokens,
                "phase" => state.Phase is not null,
                "plan" => content["number"]!.GetValue<long>() > (state.Sampler.Plan?.Number ?? -1),
                _ => false,
            };
            return step < state.Step || (step == state.Step && !comesAgain);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>The last line with its end, or what there is of it.</summary>
    private static string LastLine(FileStream file)
    {
        for (var length = Math.Min(Block, file.Length); ; length = Math.Min(2 * length, file.Length))
        {
            var bytes = new byte[length];
            file.Position = file.Length - length;
            file.ReadExactly(bytes);
            var begin = bytes.AsSpan(..^1).LastIndexOf((byte)'\n') + 1;
            if (begin > 0 || length == file.Length)
                return StrictUtf8.Encoding.GetString(bytes.AsSpan(begin));
        }
    }
}
