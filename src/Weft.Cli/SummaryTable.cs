using Spectre.Console;
using Weft.Cli.Display;
using Weft.Evaluation;
using Weft.Training;

namespace Weft.Cli;

/// <summary>What a training came to, as a table; what is long and may be copied stands below it.</summary>
internal static class SummaryTable
{
    public static void Write(TrainingSummary summary, CommandOutput output)
    {
        output.Human.Write(Of(summary));
        WriteSignatures(output, [("validation", summary.Validation?.Signature), ("test", summary.Test?.Signature)]);
        output.Line($"Run folder: {summary.Run}");
    }

    /// <summary>A table of names and what belongs to them.</summary>
    public static Table Empty()
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn("");
        return table;
    }

    /// <summary>Writes what perplexities depend on, each on a line of its own.</summary>
    public static void WriteSignatures(CommandOutput output, IReadOnlyList<(string Name, string? Signature)> signatures)
    {
        output.Line("Signatures; compare only perplexities with the same:");
        foreach (var (name, signature) in signatures.Where(entry => entry.Signature is not null))
            output.Line($"  {name}: {signature}");
    }

    private static Table Of(TrainingSummary summary)
    {
        var table = Empty();
        AddMeasurement(table, "validation", summary.Validation);
        AddDetails(table, summary.ValidationDetails);
        AddMeasurement(table, "test", summary.Test);
        AddDetails(table, summary.TestDetails);
        if (summary.OtherWeights is { } other)
            AddRow(table, $"{Texts.Of(other.Weights)} weights", $"validation perplexity {other.Validation.Perplexity:N2}", $"test perplexity {other.Test.Perplexity:N2}", Texts.Bits(other.Test, ""));
        AddRow(table, "model", $"{summary.Parameters:N0} parameters", $"best at step {summary.BestStep:N0} of {summary.Steps:N0}");
        AddRow(table, "training", EndReasons.Sentence(summary.EndReason, summary.Steps, summary.BestStep));
        AddRow(table, "corpus", $"{summary.Corpus.Train:N0} / {summary.Corpus.Validation:N0} / {summary.Corpus.Test:N0} tokens", $"vocabulary {summary.Corpus.Vocabulary:N0}");
        if (summary.Vectors is { } vectors)
            AddRow(table, "word vectors", $"{vectors.Dimension} dimensions", $"training tokens {Texts.Of(vectors.Occurrences)}");
        if (summary.Corpus.ReplacedUtf8Sequences > 0)
            AddRow(table, "bad bytes", Texts.OfReplaced(summary.Corpus.ReplacedUtf8Sequences));
        AddRow(table, "speed", $"{summary.TokensPerSecond:N0} tokens/s in training", $"{summary.Tokens:N0} tokens in {summary.Seconds:N0} s");
        AddRow(table, "peak memory", $"{summary.PeakMemoryBytes / 1e6:N0} MB");
        return table;
    }

    public static void AddMeasurement(Table table, string split, EvaluationResult? result)
    {
        if (result is null)
            return;
        AddRow(table, $"{split} perplexity", $"{result.Perplexity:N2}", Texts.Bits(result, ""), $"accuracy {result.Accuracy:P1}", $"loss {result.Loss:F4}", $"{result.Tokens:N0} tokens");
    }

    public static void AddDetails(Table table, EvaluationDetails? details)
    {
        if (details is null)
            return;
        string?[] parts =
        [
            $"top-5 accuracy {details.TopFiveAccuracy:P1}",
            details.BitsPerWord is { } word ? $"{word:F2} bits a word" : null,
            $"calibration error {details.CalibrationError:P1}",
            details.SlidingPerplexity is { } sliding ? $"sliding {sliding:N2}, plain {details.PlainPerplexity:N2}" : null,
        ];
        AddRow(table, "  more", [.. parts.OfType<string>()]);
    }

    public static void AddRow(Table table, string name, params IReadOnlyList<string> values) =>
        table.AddRow(TerminalText.Cell(name), new Phrases([.. values.Where(value => value.Length > 0)]));
}
