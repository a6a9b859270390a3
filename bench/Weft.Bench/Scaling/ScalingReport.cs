using Weft.Bench.Measuring;
using Weft.Runtime;

namespace Weft.Bench.Scaling;

/// <summary>One table a series, row by row.</summary>
internal sealed class ScalingReport(TextWriter output)
{
    private const int FirstWidth = 30;
    private TextTable? _table;

    public void Begin(MatrixSpeed machine, int steps)
    {
        var shape = new ScalingShape();
        output.WriteLine($"Weft alone. Base: d {shape.Dimension}, {shape.Layers} layers, {shape.Batch} x {shape.Context} tokens, {shape.Vocabulary:N0} words; one factor is varied at a time.");
        output.WriteLine(MachineDescription.Line);
        output.WriteLine($"Matrix speed: bfloat16 {machine.BFloat16:N0}, float32 {machine.Float32:N0} GFLOP/s. FLOPs a token: {ModelFlops.Formula}.");
        output.WriteLine($"{steps} steps a point, each point a process of its own. Growth: the power of the factor with which time of a step or memory rises from the row before.");
    }

    /// <summary>Begins the table of a series or of the named models.</summary>
    public void Series(string title)
    {
        output.WriteLine();
        _table = new TextTable(
            output, (title, FirstWidth), ("tokens/s", 10), ("ms a step", 10), ("growth", 6), ("of bfloat16", 0), ("of float32", 0), ("peak MB", 8), ("growth", 6)).Header();
    }

    public void Row(ScalingPoint point) => _table!.Row(
        point.Value is { } value ? $"{value:N0}" : point.Factor,
        $"{point.TokensPerSecond:N0}",
        $"{point.StepMilliseconds:N1}",
        $"{point.TimeExponent:0.00}",
        point.Utilisation is { } share ? $"{100 * share:0.0} %" : "n/a",
        $"{100 * point.Float32Utilisation:0.0} %",
        $"{point.PeakResidentBytes / 1e6:N0}",
        $"{point.MemoryExponent:0.00}");
}
