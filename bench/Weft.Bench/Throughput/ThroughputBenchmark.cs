using System.CommandLine;
using Weft.Bench.Listing;
using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runs.Options.Layers;
using Weft.Runtime;

namespace Weft.Bench.Throughput;

/// <summary>
/// Weft beside the plain listing of the same model: <c>throughput --preset reference</c>, <c>throughput --task classification</c>. Rounds alternate between the columns, so
/// that a machine that slows down slows all of them, and every measurement is a process of its own.
/// </summary>
internal static class ThroughputBenchmark
{
    // So many steps the listing with Weft's allocator settings takes until the heap, which glibc leaves holes in between its large
    // buffers, has stopped growing. The others are steady after two.
    private const int DefaultWarmUp = 12;

    private const int ClassifierVocabulary = 8000;

    // An encoder of a usual small size, where no preset is named.
    private static readonly string[] Encoder =
        ["preset=classify", "model.dimension=256", "model.layers=4", "model.heads=4", "model.feedForward=1024", "model.dropout=0.1"];

    // What the listing has too.
    private static readonly string[] Plain =
        ["task=classification", "runtime.precision=float32", "model.ngrams.buckets=0", "sampling.wordDropout=0", "optimizer.weightDecay=0"];

    public static Command CreateCommand()
    {
        var arguments = new BenchArguments();
        var task = new Option<string?>("--task") { Description = "classification: an encoder; without it a language model." };
        var rounds = new Option<int>("--rounds") { Description = "How often each column is measured.", DefaultValueFactory = _ => 5 };
        var steps = new Option<int>("--steps") { Description = "Measured steps in a round.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<int>("--warm-up") { Description = "Steps before them.", DefaultValueFactory = _ => DefaultWarmUp };
        var command = new Command("throughput", "Train the same model on the same batches with TorchSharp's modules and with Weft; compare tokens/s.")
        {
            task, rounds, steps, warmUp,
        };
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var length = new RoundLength(BenchArguments.Positive(parsed, rounds), BenchArguments.Positive(parsed, steps), BenchArguments.Positive(parsed, warmUp));
            arguments.Result(parsed, parsed.GetValue(task) switch
            {
                null => OfTokens(arguments, parsed, length),
                TaskLayers.Classification => OfTexts(arguments, parsed, length),
                var other => throw new ConfigurationException($"--task is {other}; it must be {TaskLayers.Classification}, or left out."),
            });
        });
        return command;
    }

    private static ThroughputSummary OfTokens(BenchArguments arguments, ParseResult parsed, RoundLength length)
    {
        var options = arguments.ReadOptions(parsed);
        var text = arguments.ReadText(parsed, options, length.All * BatchSource.TokensInStep(options));
        var report = new ThroughputReport(arguments.Text(parsed), options, text.Vocabulary);
        using var tokens = new TokensFile(text);
        return Run(report, options, tokens, ModelFlops.PerToken(options.Model, text.Vocabulary, options.Training.Context), ListingTraining.WhyNot(options), length);
    }

    private static ThroughputSummary OfTexts(BenchArguments arguments, ParseResult parsed, RoundLength length)
    {
        var (source, vocabulary) = (arguments.Source(parsed), arguments.Vocabulary(parsed) ?? ClassifierVocabulary);
        string[] settings = [.. arguments.NamesPreset(parsed) ? [] : Encoder, .. Plain, .. source is null ? ["data.tokenizer=blanks"] : Array.Empty<string>()];
        using var texts = new TextsFolder(source, place => arguments.ReadOptions(parsed, [.. settings, $"data.source={place}"]), vocabulary, length.All);
        var report = new ThroughputReport(arguments.Text(parsed), texts.Options, texts.Vocabulary);
        return Run(report, texts.Options, texts, texts.FlopsPerToken, ListingClassifier.WhyNot(texts.Options), length);
    }

    private static ThroughputSummary Run(ThroughputReport report, RunOptions options, IRoundText text, double flopsPerToken, string? whyNoListing, RoundLength length)
    {
        var columns = whyNoListing is null ? Enum.GetValues<Column>() : [Column.Weft];
        report.Begin(length.Steps, length.WarmUp, whyNoListing);
        var results = new List<IReadOnlyDictionary<Column, RoundResult>>();
        var machine = new MatrixSpeed(0, 0);
        for (var round = 0; round < length.Rounds; round++)
        {
            machine = MachineProcess.Best(machine, MachineProcess.Run(options.Runtime.Threads));
            var measured = columns.ToDictionary(column => column, column => RoundProcess.Run(text.Request(column, options, length.WarmUp, length.Steps)));
            results.Add(measured);
            report.Round(round + 1, measured);
        }
        var summary = ThroughputSummary.Of(results, machine, options, flopsPerToken);
        report.End(summary, results);
        return summary;
    }

    private sealed record RoundLength(int Rounds, int Steps, int WarmUp)
    {
        public int All => Steps + WarmUp;
    }
}
