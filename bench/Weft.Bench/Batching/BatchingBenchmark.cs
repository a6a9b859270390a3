using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Text;
using Weft.Training.Starting;

namespace Weft.Bench.Batching;

/// <summary>Measures how much padding documents in batches take: <c>batching --data wikitext-2 --set data.documents=line</c>.</summary>
internal static class BatchingBenchmark
{
    private const string Description = "Count the padding of documents in batches: with rows of like length together, in random order, and at full width.";

    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "A text: a file, folder or corpus.", DefaultValueFactory = _ => "api-docs" };
        var set = BenchArguments.SetOption();
        var json = BenchArguments.JsonOption();
        var command = new Command("batching", Description) { data, set, json };
        command.SetAction(parsed => BenchArguments.Result(
            parsed, json, Run(parsed.GetRequiredValue(data), parsed.GetValue(set) ?? [], BenchArguments.Text(parsed, json))));
        return command;
    }

    private static BatchingResult Run(string source, IEnumerable<string> settings, TextWriter output)
    {
        var options = BenchArguments.Build(settings.Prepend("training.batching=padded"));
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, progress: null, Console.Error.WriteLine);
        using var store = corpora.Prepare(options.Data with { Source = source }, CancellationToken.None).Store;
        var (tokens, training) = (store[Split.Train], options.Training);
        var chunks = new DocumentChunks(tokens, training.Context, store.Vocabulary.EndOfTextId, training.Padding);
        var result = new BatchingResult(
            source, training.Batch, training.Context, chunks.Count, tokens.Count,
            Share(Computed(chunks, UniformSampler.OfNeighbours(chunks.Count, options.Seed, training.Batch), training.Batch), tokens.Count),
            Share(Computed(chunks, new UniformSampler(chunks.Count, options.Seed), training.Batch), tokens.Count),
            Share(chunks.Count * training.Context, tokens.Count));
        output.WriteLine($"{tokens.Count:N0} tokens in {chunks.Count:N0} rows of at most {training.Context}, {training.Batch} in a batch");
        var table = new TextTable(output, ("rows", 28), ("padding", 8)).Header();
        table.Row("of like length together", $"{result.Grouped:P1}");
        table.Row("in random order", $"{result.Random:P1}");
        table.Row("as wide as the context", $"{result.FullWidth:P1}");
        return result;
    }

    /// <summary>How many positions an epoch's batches have.</summary>
    private static long Computed(ChunkSource chunks, UniformSampler sampler, int batch)
    {
        var (positions, taken) = (0L, 0L);
        while (taken < chunks.Count)
        {
            var (epoch, chosen) = sampler.Next(batch, progress: 0);
            positions += chosen.Length * (long)chosen.Max(chunk => chunks.RangeOf(epoch, chunk).Length);
            taken += chosen.Length;
        }
        return positions;
    }

    private static double Share(long positions, long tokens) => (double)(positions - tokens) / positions;
}

/// <summary>Shares of the computed positions that are padding.</summary>
internal sealed record BatchingResult(
    string Source, int Batch, int Context, long Rows, long Tokens, double Grouped, double Random, double FullWidth);
