using Weft.Bench.Measuring;

namespace Weft.Bench.Workers;

/// <summary>Writes the rounds of a case as they come in, then what they say together.</summary>
internal sealed class WorkersReport
{
    private const string None = "n/a";

    private readonly TextWriter _output;
    private readonly WorkersCase _measured;
    private readonly TextTable _rounds;

    /// <summary>Says what is measured.</summary>
    public WorkersReport(TextWriter output, WorkersCase measured, WorkersExtent extent)
    {
        (_output, _measured) = (output, measured);
        output.WriteLine();
        output.WriteLine($"{measured.Preset}, {measured.Precision}; tokens per second, workers x threads; each round {extent.Steps} steps after at least {extent.WarmUp} and {extent.WarmUpSeconds} s to warm up");
        if (measured.Note is { } note)
            output.WriteLine(note);
        _rounds = new TextTable(output, [("round", 7), .. Titles().Select(title => (title, 10)), ("several / one", 0), ("/ no overlap", 0), ("reproducible / several", 0)]).Header();
    }

    public void Round(int number, IReadOnlyDictionary<WorkersColumn, WorkersResult> results)
    {
        var speeds = results.ToDictionary(column => column.Key, column => column.Value.TokensPerSecond);
        _rounds.Row([
            $"{number}", .. _measured.Options.Keys.Select(column => $"{speeds[column]:N0}"), $"{speeds[WorkersColumn.Several] / speeds[WorkersColumn.One]:0.00}",
            $"{speeds[WorkersColumn.Several] / speeds[WorkersColumn.NotOverlapped]:0.00}",
            speeds.TryGetValue(WorkersColumn.Reproducible, out var reproducible) ? $"{reproducible / speeds[WorkersColumn.Several]:0.00}" : None]);
    }

    public void End(WorkersSummary summary)
    {
        _rounds.Row(["median", .. _measured.Options.Keys.Select(_ => ""), Of(summary.Ratio), Of(summary.OverlapRatio), Of(summary.ReproducibleRatio)]);
        _output.WriteLine();
        var parts = new TextTable(_output, ($"communication, {_measured.TitleOf(WorkersColumn.Several)}", 40), ("ms a step", 10), ("share", 0)).Header();
        foreach (var (part, milliseconds) in summary.CommunicationMilliseconds)
            parts.Row(part, $"{milliseconds:0.00}", $"{100 * milliseconds / summary.StepMilliseconds:0.0} %");
        parts.Row("step", $"{summary.StepMilliseconds:0.00}");
        _output.WriteLine();
        var memory = new TextTable(_output, ($"peak resident memory a worker, {summary.Parameters:N0} parameters", 40), ("MB", 10), ("bytes a parameter", 0)).Header();
        foreach (var column in _measured.Options.Keys)
        {
            var name = column.ToString().ToLowerInvariant();
            memory.Row(_measured.TitleOf(column), $"{summary.PeakResidentBytes[name] / 1e6:N0}", $"{summary.BytesAParameter[name]:0.0}");
        }
    }

    private IEnumerable<string> Titles() => _measured.Options.Keys.Select(_measured.TitleOf);

    private static string Of(Spread? ratio) => ratio is null ? None : $"{ratio.Median:0.00} ({ratio.Minimum:0.00}-{ratio.Maximum:0.00})";
}
