using Spectre.Console;
using Weft.Cli.Display;
using Weft.Evaluation;
using Weft.Runs;

namespace Weft.Cli.Tables;

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
        output.Line("Signatures; compare only figures with the same:");
        foreach (var (name, signature) in signatures.Where(entry => entry.Signature is not null))
            output.Line($"  {name}: {signature}");
    }

    private static Table Of(TrainingSummary summary)
    {
        var table = Empty();
        AddMeasurement(table, "validation", summary.Validation, summary.ValidationDetails);
        AddDetails(table, summary.ValidationDetails);
        AddMeasurement(table, "test", summary.Test, summary.TestDetails);
        AddDetails(table, summary.TestDetails);
        if (summary.OtherWeights is { } other)
            AddRow(table, $"{Texts.Of(other.Weights)} weights", Named("validation", other.Validation), Named("test", other.Test));
        AddRow(table, "model", $"{summary.Parameters:N0} parameters", $"best at step {summary.BestStep:N0} of {summary.Steps:N0}");
        AddRow(table, "training", EndReasons.Sentence(summary.EndReason, summary.Steps, summary.BestStep));
        AddRow(table, "corpus", $"{summary.Corpus.Train:N0} / {summary.Corpus.Validation:N0} / {summary.Corpus.Test:N0} tokens", summary.Corpus.SourceVocabulary is { } sources ? $"vocabularies {sources:N0} and {summary.Corpus.Vocabulary:N0}" : $"vocabulary {summary.Corpus.Vocabulary:N0}");
        if (summary.Vectors is { } vectors)
            AddRow(table, "word vectors", $"{vectors.Dimension} dimensions", $"training tokens {Texts.Of(vectors.Occurrences)}");
        if (summary.From is { } start)
            AddRow(table, "start", $"step {start.Step:N0} of {start.Run}", start.Head ? "with its head" : "the head anew");
        if (summary.Corpus.ReplacedUtf8Sequences > 0)
            AddRow(table, "bad bytes", Texts.OfReplaced(summary.Corpus.ReplacedUtf8Sequences));
        var targets = summary.Validation is { } measured ? TargetsOf(measured) : "tokens";
        AddRow(table, "speed", $"{summary.TokensPerSecond:N0} {targets}/s in training", $"{summary.Tokens:N0} {targets} in {summary.Seconds:N0} s", summary.Padding > 0 ? $"padding {summary.Padding:P1}" : "");
        AddRow(table, "peak memory", $"{summary.PeakMemoryBytes / 1e6:N0} MB");
        return table;
    }

    /// <summary>The figures of a split.</summary>
    /// <param name="table">The table.</param>
    /// <param name="split">What was measured.</param>
    /// <param name="result">The figures; null adds nothing.</param>
    /// <param name="details">More figures, among which are the intervals of these, where there are some.</param>
    public static void AddMeasurement(Table table, string split, EvaluationResult? result, Figures? details = null)
    {
        if (result is null)
            return;
        var first = FirstOf(result);
        AddRow(table, $"{split} {first.Words}", [first.Number + FigureIntervals.Words(details, first.Name), .. result.Figures.Skip(1).Select(figure => figure + FigureIntervals.Words(details, figure.Name)), $"loss {result.Loss:F4}", $"{result.Targets:N0} {TargetsOf(result)}"]);
    }

    private static string TargetsOf(EvaluationResult result) => double.IsNaN(result.Perplexity) ? "targets" : "tokens";

    /// <summary>More figures of the same split.</summary>
    public static void AddDetails(Table table, Figures? details)
    {
        if (details is null)
            return;
        // What stands in the row above, and what differs only where windows overlap.
        var sliding = details["slidingPerplexity"];
        var own = details.Where(figure => figure.Name != "bitsPerByte" && !FigureIntervals.IsEnd(details, figure.Name) && (sliding is not null || figure.Name != "plainPerplexity"));
        AddRow(table, "  more", [.. own.Select(figure => figure + FigureIntervals.Words(details, figure.Name))]);
    }

    private static string Named(string split, EvaluationResult result) => $"{split} {FirstOf(result)}";

    /// <summary>The figure to look at first; the loss where the task has no other.</summary>
    private static NamedFigure FirstOf(EvaluationResult result) =>
        result.Figures is [{ Value: not null } first, ..] ? first : new NamedFigure("loss", result.Loss);

    public static void AddRow(Table table, string name, params IReadOnlyList<string> values) =>
        table.AddRow(TerminalText.Cell(name), new Phrases([.. values.Where(value => value.Length > 0)]));
}
