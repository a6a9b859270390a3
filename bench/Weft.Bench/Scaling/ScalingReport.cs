using Weft.Bench.Measuring;
using Weft.Runtime;

namespace Weft.Bench.Scaling;

/// <summary>One table a series, row by row.</summary>
internal sealed class ScalingReport(TextWriter output)
{
    private const int FirstWidth = 22;
    private TextTable? _table;

    public void Begin(MatrixSpeed machine, int steps, IReadOnlyCollection<string> settings)
    {
        var shape = new ScalingShape();
        output.WriteLine($"Weft alone. Base: d {shape.Dimension}, {shape.Layers} layers, {shape.Batch} x {shape.Context} tokens, {shape.Vocabulary:N0} words; one factor is varied at a time.");
        if (settings.Count > 0)
            output.WriteLine($"Set: {string.Join(' ', settings)}");
        output.WriteLine(MachineDescription.Line);
        output.WriteLine($"Matrix speed: bfloat16 {machine.BFloat16:N0}, float32 {machine.Float32:N0} GFLOP/s; utilisation is the share of {(Utilisation.HasBFloat16(machine) ? "bfloat16" : "float32")}.");
        output.WriteLine($"FLOPs a token: {ModelFlops.Formula}.");
        output.WriteLine($"{steps} steps a point, each point a process of its own.");
        output.WriteLine("~: with which power of the factor the figure before it grows, from the row above; at the end, over all rows.");
    }

    /// <summary>Begins the table of a series or of the named models.</summary>
    public void Series(string title)
    {
        output.WriteLine();
        _table = new TextTable(
            output, (title, FirstWidth), ("tokens/s", 9), ("~", 5), ("ms a step", 9), ("~", 5), ("utilisation", 0), ("~", 5), ("peak MB", 8), ("~", 5)).Header();
    }

    public void Row(ScalingPoint point) => _table!.Row(
        point.Value is { } value ? $"{value:N0}" : point.Factor,
        $"{point.TokensPerSecond:N0}", Power(point.Growth?.TokensPerSecond),
        $"{point.StepMilliseconds:N1}", Power(point.Growth?.StepMilliseconds),
        $"{100 * (point.Utilisation ?? point.Float32Utilisation):0.0} %", Power(point.Growth?.Utilisation),
        $"{point.PeakResidentBytes / 1e6:N0}", Power(point.Growth?.PeakResidentBytes));

    /// <summary>Ends the table of a series.</summary>
    public void Whole(ScalingGrowth growth) => _table!.Row(
        "over all",
        "", Power(growth.TokensPerSecond),
        "", Power(growth.StepMilliseconds),
        "", Power(growth.Utilisation),
        "", Power(growth.PeakResidentBytes));

    private static string Power(double? power) => $"{power:0.00}";
}
