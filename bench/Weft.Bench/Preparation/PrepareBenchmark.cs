using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Runtime;
using Weft.Text.Corpora;

namespace Weft.Bench.Preparation;

/// <summary>Measures how fast text becomes a token store, and how much memory that takes: <c>prepare --megabytes 1024 --json</c>.</summary>
internal static class PrepareBenchmark
{
    public static Command CreateCommand()
    {
        var megabytes = new Option<int>("--megabytes") { Description = "Size of the synthetic text.", DefaultValueFactory = _ => 256 };
        var tokenizers = new Option<string[]>("--tokenizer")
        {
            Description = "What makes the tokens (may be repeated); learning is part of bpe:SIZE.",
            DefaultValueFactory = _ => ["blanks", "words", "bpe"],
        };
        var workers = new Option<int?>("--workers") { Description = "Threads that count and encode; by default all processors." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("prepare", "Prepare synthetic text with each tokenizer; print MB/s and peak memory.")
        {
            megabytes, tokenizers, workers, json,
        };
        command.SetAction(result => Run(result.GetRequiredValue(tokenizers), result.GetValue(megabytes), result.GetValue(workers), result.GetValue(json)));
        return command;
    }

    private static void Run(IReadOnlyList<string> tokenizers, int megabytes, int? workers, bool asJson)
    {
        var folder = Directory.CreateTempSubdirectory("weft-bench-").FullName;
        try
        {
            var speeds = tokenizers.ToDictionary(name => name, name => Measure(name, megabytes, folder, workers), StringComparer.Ordinal);
            var peak = Memory.PeakResidentBytes / 1_000_000;
            if (asJson)
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        Megabytes = megabytes,
                        MegabytesPerSecond = speeds,
                        PeakResidentMegabytes = peak,
                    },
                    WeftJson.OneLine));
                return;
            }
            Console.WriteLine($"{"text",-10}{megabytes,8:N0} MB");
            foreach (var (name, speed) in speeds)
                Console.WriteLine($"{name,-10}{speed,8:N1} MB/s");
            Console.WriteLine($"{"memory",-10}{peak,8:N0} MB at the peak");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The whole preparation: hashing the source, dividing, counting, learning, encoding, writing.
    private static double Measure(string tokenizer, int megabytes, string folder, int? workers)
    {
        var text = Path.Combine(folder, "text.txt");
        SyntheticText.Write(text, megabytes * 1_000_000L, separated: tokenizer == "blanks");
        var watch = Stopwatch.StartNew();
        var options = new DataOptions { Source = text, Tokenizer = tokenizer };
        var corpus = new CorpusFiles(CorpusLocator.Locate(text, new CorpusOptions { DataFolder = folder }), options.ToReading());
        CorpusPreparer.Prepare(corpus, options, folder, workers);
        return Math.Round(corpus.Sources[0].Bytes / 1e6 / watch.Elapsed.TotalSeconds, 1);
    }
}
