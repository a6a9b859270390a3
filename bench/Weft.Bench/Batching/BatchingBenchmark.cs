using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Sampling;
using Weft.Sampling.Structures;
using Weft.Tasks;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Bench.Batching;

/// <summary>Measures how much padding the batches of a task take: <c>batching --data wikitext-2 --set data.documents=line</c>.</summary>
internal static class BatchingBenchmark
{
    private const string Description = "Count the padding of a task's batches: with rows of like length together, in random order, and at full width.";

    public static Command CreateCommand()
    {
        var data = new Option<string?>("--data") { Description = "A text: a file, folder or corpus. Without it the task's own default corpus." };
        var task = new Option<string?>("--task") { Description = "The task, with its preset; without it documents of a language model (training.batching=padded)." };
        var set = BenchArguments.SetOption();
        var json = BenchArguments.JsonOption();
        var command = new Command("batching", Description) { data, task, set, json };
        command.SetAction(parsed => BenchArguments.Result(
            parsed, json, Run(parsed.GetValue(task), parsed.GetValue(data), parsed.GetValue(set) ?? [], BenchArguments.Text(parsed, json))));
        return command;
    }

    private static BatchingResult Run(string? task, string? source, IEnumerable<string> settings, TextWriter output)
    {
        var asked = source is null ? settings : settings.Prepend($"data.source={source}");
        var options = BenchArguments.Build(asked.Prepend(task is null ? "training.batching=padded" : $"task={task}"));
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, progress: null, Console.Error.WriteLine);
        var (store, resolved) = corpora.Prepare(options, CancellationToken.None);
        using var prepared = store;
        var examples = new TaskStart(options with { Data = resolved }, store, FirstWeights.None, Plugins.None, Alone.Instance).Examples;
        var (batch, context) = (options.Training.Batch, options.Training.Context);
        var grouped = FillingOf(examples, new ChunkOrders(examples.Count, options.Seed, batch, examples.BucketBatches), batch);
        var random = FillingOf(examples, new ChunkOrders(examples.Count, options.Seed), batch);
        var wide = grouped.Within(examples.Count * context);
        output.WriteLine($"{examples.Count:N0} rows of at most {context} tokens, {batch} in a batch");
        var table = new TextTable(output, ("rows", 28), ("padding", 8), ("of the first text", 0), ("of the second", 0)).Header();
        Row("of like length together", grouped);
        Row("in random order", random);
        Row("as wide as the context", wide);
        return new BatchingResult(options.Data.Source, options.Task, batch, context, examples.Count, grouped.All.Tokens, grouped.All.Padding, random.All.Padding, wide.All.Padding);

        void Row(string title, SideFilling sides) => table.Row(
            sides.First.Places == 0 ? [title, $"{sides.All.Padding:P1}"] : [title, $"{sides.All.Padding:P1}", $"{sides.First.Padding:P1}", $"{sides.Second.Padding:P1}"]);
    }

    /// <summary>How an epoch's batches are filled.</summary>
    private static SideFilling FillingOf(IExamples examples, ChunkOrders orders, int batch)
    {
        var (sampler, read) = (new UniformSampler(orders, Sampling.Curriculum.Competence.Full), new ExampleBatch());
        var (sides, taken) = (new SideFilling(default, default), 0L);
        while (taken < examples.Count)
        {
            read.Read(examples, sampler.Next(batch, progress: 0));
            sides = new SideFilling(sides.First + (read.Buffer.Source?.OwnFilling ?? default), sides.Second + read.Buffer.OwnFilling);
            taken += read.Samples.Examples.Length;
        }
        return sides;
    }

    /// <summary>How both sides of a task with two texts are filled; the first is empty where there is one.</summary>
    private sealed record SideFilling(RowFilling First, RowFilling Second)
    {
        public RowFilling All => First + Second;

        /// <summary>The same where every row has so many places.</summary>
        public SideFilling Within(long places) => new(First.Places == 0 ? First : First with { Places = places }, Second with { Places = places });
    }
}

/// <summary>Shares of the computed positions that are padding.</summary>
internal sealed record BatchingResult(
    string Source, TaskKind Task, int Batch, int Context, long Rows, long Tokens, double Grouped, double Random, double FullWidth);
