using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Weft.Bench.Measuring;
using Weft.Runtime;
using Weft.Text.Vectors.Learning;
using Weft.Text.Vectors.Reading;

namespace Weft.Bench.Vectors;

/// <summary>Measures how fast files of vectors are read, and how fast vectors are learned, beside a plain loop.</summary>
internal static class VectorsBenchmark
{
    public static Command CreateCommand()
    {
        var words = new Option<int>("--words") { Description = "Vectors in the file.", DefaultValueFactory = _ => 100_000 };
        var dimension = new Option<int>("--dimension") { Description = "Numbers in a vector.", DefaultValueFactory = _ => 300 };
        var pairs = new Option<int>("--pairs") { Description = "Pairs of a pass of learning, in thousands.", DefaultValueFactory = _ => 4000 };
        var json = BenchArguments.JsonOption();
        var command = new Command("vectors", "Read a synthetic file of vectors; learn vectors from synthetic pairs.") { words, dimension, pairs, json };
        command.SetAction(parsed => Run(
            BenchArguments.Positive(parsed, words), BenchArguments.Positive(parsed, dimension), 1000 * BenchArguments.Positive(parsed, pairs),
            BenchArguments.Text(parsed, json), result => BenchArguments.Result(parsed, json, result)));
        return command;
    }

    private static void Run(int words, int dimension, int pairs, TextWriter text, Action<object> result)
    {
        var folder = Directory.CreateTempSubdirectory("weft-bench-").FullName;
        try
        {
            var (plain, packed, pairFile) = (Path.Combine(folder, "v.txt"), Path.Combine(folder, "v.txt.gz"), Path.Combine(folder, "pairs"));
            SyntheticVectors.Write(plain, packed, words, dimension);
            var bytes = new FileInfo(plain).Length;
            text.WriteLine($"{words:N0} vectors of {dimension} dimensions, {bytes / 1e6:N0} MB of text");
            var (textSpeed, packedSpeed) = (ReadingSpeed(plain, bytes), ReadingSpeed(packed, bytes));
            var memory = Memory.PeakResidentBytes / 1e6;
            var options = new GloVeOptions { Dimension = 50 };
            SyntheticVectors.WritePairs(pairFile, pairs, 33_000, options);
            var (scalar, one, two) = (ScalarSpeed(pairFile), LearningSpeed(pairFile, options, 1), LearningSpeed(pairFile, options, Environment.ProcessorCount));
            var table = new TextTable(text, ("", 34), ("", 12));
            table.Row("reading text", $"{textSpeed:N0} MB/s");
            table.Row("reading gzip, of unpacked bytes", $"{packedSpeed:N0} MB/s");
            table.Row("peak memory of reading", $"{memory:N0} MB");
            table.Row("learning, plain loop, 1 thread", $"{scalar / 1e6:N2} M pairs/s");
            table.Row("learning, 1 thread", $"{one / 1e6:N2} M pairs/s");
            table.Row($"learning, {Environment.ProcessorCount} threads", $"{two / 1e6:N2} M pairs/s");
            result(new
            {
                TextMegabytesPerSecond = textSpeed,
                GzipMegabytesPerSecond = packedSpeed,
                PeakMegabytes = memory,
                ScalarPairsPerSecond = scalar,
                PairsPerSecond = one,
                ThreadedPairsPerSecond = two,
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double ReadingSpeed(string path, long bytes)
    {
        var watch = Stopwatch.StartNew();
        VectorReader.Read(path, (_, _) => true);
        return bytes / 1e6 / watch.Elapsed.TotalSeconds;
    }

    // The second pass of two is measured: the first compiles.
    private static double LearningSpeed(string path, GloVeOptions options, int threads)
    {
        var trainer = new GloVeTrainer(new GloVeModel(33_000, options.Dimension, 1), path, options with { Threads = threads });
        trainer.Pass();
        var watch = Stopwatch.StartNew();
        trainer.Pass();
        return new FileInfo(path).Length / TrainingPair.Bytes / watch.Elapsed.TotalSeconds;
    }

    private static double ScalarSpeed(string path)
    {
        var pairs = MemoryMarshal.Cast<byte, TrainingPair>(File.ReadAllBytes(path)).ToArray();
        var model = new PlainGloVe(33_000, 50);
        double Pass() => pairs.Sum(pair => model.Update(pair, 0.05f));
        Pass();
        var watch = Stopwatch.StartNew();
        Pass();
        return pairs.Length / watch.Elapsed.TotalSeconds;
    }
}
