using System.CommandLine;
using System.Diagnostics;
using TorchSharp;
using Weft.Bench.Listing;
using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runtime;
using Weft.Tasks;

namespace Weft.Bench.Throughput;

/// <summary>One column of one round, in a process of its own: the hidden verb that the others start.</summary>
internal static class RoundProcess
{
    private const string Verb = "measure-round";

    public static Command CreateCommand()
    {
        var command = new Command(Verb) { Hidden = true };
        command.SetAction(_ => SameProgram.Answer(Measure(SameProgram.ReadRequest<RoundRequest>())));
        return command;
    }

    /// <summary>Has a column measured by a new process.</summary>
    public static RoundResult Run(RoundRequest request) => SameProgram.Ask<RoundRequest, RoundResult>(Verb, request);

    private static RoundResult Measure(RoundRequest request)
    {
        SetUp(request.Column);
        var (source, create) = request.Options.Task == TaskKind.Classification ? OfTexts(request) : OfTokens(request);
        using var training = create();
        for (var i = 0; i < request.WarmUp; i++)
            training.Step(source.Next());

        training.Clock?.Reset();
        var before = ProcessCounters.Now();
        var watch = Stopwatch.StartNew();
        var (loss, trained) = (0.0, 0L);
        for (var i = 0; i < request.Steps; i++)
        {
            var batches = source.Next();
            loss = training.Step(batches);
            trained += source.TokensIn(batches);
        }
        var seconds = watch.Elapsed.TotalSeconds;
        var after = ProcessCounters.Now();
        return new RoundResult
        {
            TokensPerSecond = trained / seconds,
            StepMilliseconds = 1000 * seconds / request.Steps,
            PartMilliseconds = training.Clock is { } clock ? Parts(clock, request.Steps) : null,
            LastLoss = loss,
            Parameters = training.Parameters,
            Precision = training.Precision.ToString().ToLowerInvariant(),
            Threads = torch.get_num_threads(),
            Costs = StepCosts.Between(before, after, request.Steps),
        };
    }

    // The listing is to run as in any program that refers to TorchSharp. That alone cannot load LibTorch on systems whose libstdc++ is
    // older than GCC 13.2, so Weft's loader does; memory allocator and threads stay as the system and LibTorch have them.
    private static void SetUp(Column column)
    {
        if (column == Column.Weft)
            TorchRuntime.Load();
        else if (column == Column.ListingWithAllocator)
            Memory.KeepLargeBuffers();
        if (column != Column.Weft)
            TorchRuntime.LoadLibraries();
    }

    private static (IBatchSource Source, Func<ITraining> Create) OfTokens(RoundRequest request)
    {
        var tokens = BenchmarkText.ReadTokens(request.Text);
        var source = new BatchSource(tokens, request.EndOfTextId, request.Options);
        return (source, () => request.Column == Column.Weft
            ? new WeftTraining(request.Options, request.Vocabulary, tokens, source.Chunks, request.Kernels)
            : new ListingTraining(request.Options, request.Vocabulary, source.Chunks));
    }

    private static (IBatchSource Source, Func<ITraining> Create) OfTexts(RoundRequest request)
    {
        var source = new TextBatches(request.Options, request.Text);
        return (source, () => request.Column == Column.Weft ? new WeftClassifier(source) : new ListingClassifier(source));
    }

    private static Dictionary<string, double> Parts(StepClock clock, int steps) =>
        StepParts.Computation.ToDictionary(part => part.ToString().ToLowerInvariant(), part => clock[part].TotalMilliseconds / steps);
}
