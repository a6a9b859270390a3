using Weft.Data;
using Weft.Foundation;
using Weft.Modeling.Ngrams;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Tests.Support;

/// <summary>Questions with answers in a CSV file: an answer belongs to the question with its number.</summary>
internal static class TinyQuestionPairs
{
    /// <summary>Writes the file: 300 pairs that belong together.</summary>
    /// <param name="path">The file.</param>
    /// <param name="numbers">How many questions there are.</param>
    public static void Write(string path, int numbers)
    {
        var random = RandomStream.For(8, "questions");
        File.WriteAllText(path, "text1,text2,label\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
        {
            var number = random.NextInt32(numbers);
            return $"{(i % 2 == 0 ? "where is" : "tell me of")} n{number},answer n{number} {(i % 3 == 0 ? "is here" : "was there")},{(i % 4 == 0 ? "odd" : "even")}\n";
        })));
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source, string label) => tiny.Options with
    {
        Task = TaskKind.Matching,
        Matching = new MatchingOptions { Kind = MatchingKind.Apart },
        Data = new DataOptions { Source = source, Field = "text1", Second = "text2", Label = label, Tokenizer = "words", ValidationRatio = 0.1, TestRatio = 0.1 },
        Model = tiny.Options.Model with { Dimension = 32, Layers = 1, InitialRange = 0.1, Ngrams = new NgramOptions { Buckets = 4096, Dimension = 16 } },
        Training = tiny.Options.Training with { LabelSmoothing = 0 },
        Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW },
        Schedule = tiny.Options.Schedule with { PeakRate = 0.003 },
    };
}
