using System.Text.Json;
using Weft.Foundation;
using Weft.Workers.Launching;

namespace Weft.Cli.Display;

/// <summary>Rows of a job's first worker, which the process that started the job shows: a line of JSON each time that they have changed.</summary>
/// <param name="board">What is under way.</param>
/// <param name="errors">Standard error, where <see cref="JobLines"/> finds them.</param>
internal sealed class PassedRows(WorkBoard board, TextWriter errors)
{
    /// <summary>No rows, as they are written.</summary>
    public const string None = "[]";

    private string _last = None;

    /// <summary>Reads rows; what is none, for a launcher may have torn a line, is null.</summary>
    public static IReadOnlyList<WorkLine>? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<List<WorkLine>>(text, WeftJson.OneLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Passes the rows on as they are now.</summary>
    public void Pass() => Pass(board.Lines);

    /// <summary>Says that there are none any more.</summary>
    public void Clear() => Pass([]);

    private static string Written(IReadOnlyList<WorkLine> lines) => JsonSerializer.Serialize(lines, WeftJson.OneLine);

    private void Pass(IReadOnlyList<WorkLine> lines)
    {
        var written = Written(lines);
        if (written == _last)
            return;
        errors.WriteLine(JobLines.RowsOf(written));
        _last = written;
    }
}
