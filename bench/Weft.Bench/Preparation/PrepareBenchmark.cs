using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Weft.Data;
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
        var workers = new Option<int?>("--workers") { Description = "Threads that count and encode; by default all processors." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("prepare", "Prepare synthetic text with blanks and with words; print MB/s and peak memory.")
        {
            megabytes, workers, json,
        };
        command.SetAction(result => Run(result.GetValue(megabytes), result.GetValue(workers), result.GetValue(json)));
        return command;
    }

    private static void Run(int megabytes, int? workers, bool asJson)
    {
        var folder = Directory.CreateTempSubdirectory("weft-bench-").FullName;
        try
        {
            var blanks = Measure("blanks", separated: true, megabytes, folder, workers);
            var words = Measure("words", separated: false, megabytes, folder, workers);
            var peak = Memory.PeakResidentBytes / 1_000_000;
            if (asJson)
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        Megabytes = megabytes,
                        BlanksMegabytesPerSecond = blanks,
                        WordsMegabytesPerSecond = words,
                        PeakResidentMegabytes = peak,
                    },
                    WeftJson.OneLine));
                return;
            }
            Console.WriteLine($"text    {megabytes,8:N0} MB");
            Console.WriteLine($"blanks  {blanks,8:N1} MB/s");
            Console.WriteLine($"words   {words,8:N1} MB/s");
            Console.WriteLine($"memory  {peak,8:N0} MB at the peak");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The whole preparation: hashing the source, dividing, counting, encoding, writing.
    private static double Measure(string tokenizer, bool separated, int megabytes, string folder, int? workers)
    {
        var text = Path.Combine(folder, tokenizer + ".txt");
        SyntheticText.Write(text, megabytes * 1_000_000L, separated);
        var watch = Stopwatch.StartNew();
        var options = new DataOptions { Source = text, Tokenizer = tokenizer };
        var corpus = new CorpusFiles(CorpusLocator.Locate(text, new CorpusOptions { DataFolder = folder }), options.ToReading());
        CorpusPreparer.Prepare(corpus, options, folder, workers);
        return Math.Round(corpus.Sources[0].Bytes / 1e6 / watch.Elapsed.TotalSeconds, 1);
    }
}
