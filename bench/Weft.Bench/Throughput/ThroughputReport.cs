using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Bench.Throughput;

/// <summary>Writes the rounds as they come in, then what they say together.</summary>
internal sealed class ThroughputReport(TextWriter output, RunOptions options, int vocabulary)
{
    private const string None = "n/a";

    private readonly TextTable _rounds = new(
        output, ("round", 7), ("listing", 10), ("listing, Weft's allocator", 0), ("Weft", 10), ("Weft / listing", 0));

    /// <summary>Says what is measured.</summary>
    public void Begin(int steps, int warmUp, string? whyNoListing)
    {
        output.WriteLine(ModelDescription.Of(options, vocabulary));
        output.WriteLine(MachineDescription.Line);
        output.WriteLine();
        if (whyNoListing is not null)
            output.WriteLine($"There is no listing to compare with: {whyNoListing}.");
        output.WriteLine($"Tokens per second; each round {steps} steps after {warmUp} to warm up, every figure from a process of its own.");
        output.WriteLine();
        _rounds.Header();
    }

    public void Round(int number, IReadOnlyDictionary<Column, RoundResult> results)
    {
        var weft = results[Column.Weft].TokensPerSecond;
        var listing = results.GetValueOrDefault(Column.Listing)?.TokensPerSecond;
        var withAllocator = results.GetValueOrDefault(Column.ListingWithAllocator)?.TokensPerSecond;
        _rounds.Row($"{number}", Speed(listing), Speed(withAllocator), Speed(weft), Ratio(weft / listing));
    }

    public void End(ThroughputSummary summary, IReadOnlyList<IReadOnlyDictionary<Column, RoundResult>> rounds)
    {
        _rounds.Row(
            "median", Speed(summary.ReferenceTokensPerSecond), Speed(summary.ReferenceWithAllocatorTokensPerSecond),
            Speed(summary.WeftTokensPerSecond), Ratio(summary.Ratio));
        if (summary.Ratio is not null)
            _rounds.Row("spread", "", "", "", $"{summary.RatioMinimum:0.00}-{summary.RatioMaximum:0.00}");
        output.WriteLine();
        Costs(rounds);
        output.WriteLine();
        Parts(summary);
        output.WriteLine();
        output.WriteLine("Share of the machine's matrix speed (model FLOPs utilisation) = tokens/s * FLOPs a token / matrix speed");
        output.WriteLine($"FLOPs a token   {summary.FlopsPerToken / 1e6:N1} million = {(options.Task == TaskKind.Classification ? ModelFlops.EncoderFormula : ModelFlops.Formula)}");
        output.WriteLine($"matrix speed    bfloat16 {summary.MatrixGigaFlopsBFloat16:N0}, float32 {summary.MatrixGigaFlopsFloat32:N0} GFLOP/s: the best product of matrices of up to {MachineSpeed.Size} x {MachineSpeed.Size}");
        output.WriteLine($"utilisation     {Share(summary.Utilisation)} of bfloat16, {Share(summary.Float32Utilisation)} of float32");
    }

    // Costs of the last round: all have been alike long before, and a peak is no mean.
    private void Costs(IReadOnlyList<IReadOnlyDictionary<Column, RoundResult>> rounds)
    {
        var last = rounds[^1];
        var table = new TextTable(output, ("the last round", 40), ("listing", 10), ("with allocator", 0), ("Weft", 10)).Header();
        void Row(string title, Func<RoundResult, string> cell) =>
            table.Row([title, .. Enum.GetValues<Column>().Select(column => last.TryGetValue(column, out var result) ? cell(result) : None)]);
        Row("products in", result => result.Precision);
        Row("threads", result => $"{result.Threads}");
        Row("milliseconds a step", result => $"{result.StepMilliseconds:N1}");
        Row("managed memory taken in a step, kB", result => $"{result.Costs.AllocatedBytes / 1000:N1}");
        Row("garbage collections in a step", result => $"{result.Costs.Gen0Collections:0.00}");
        Row("page faults in a step", result => result.Costs.PageFaults is { } faults ? $"{faults:N0}" : None);
        Row("growth of resident memory a step, kB", result => $"{result.Costs.ResidentGrowthBytes / 1000:N0}");
        Row("peak resident memory, MB", result => $"{result.Costs.PeakResidentBytes / 1e6:N0}");
        Row("loss at the last step", result => $"{result.LastLoss:0.0000}");
    }

    private void Parts(ThroughputSummary summary)
    {
        var table = new TextTable(output, ("Weft's step", 40), ("ms", 10), ("share", 0)).Header();
        foreach (var (part, milliseconds) in summary.PartMilliseconds)
            table.Row(part, $"{milliseconds:N1}", $"{100 * milliseconds / summary.StepMilliseconds:0.0} %");
        table.Row("whole", $"{summary.StepMilliseconds:N1}");
    }

    private static string Speed(double? tokensPerSecond) => tokensPerSecond is { } speed ? $"{speed:N0}" : None;

    private static string Ratio(double? ratio) => ratio is { } value ? $"{value:0.00}" : None;

    private static string Share(double? share) => share is { } value ? $"{100 * value:0.0} %" : None;
}
