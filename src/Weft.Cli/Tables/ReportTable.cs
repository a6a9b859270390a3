using Spectre.Console;
using Weft.Cli.Display;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;
using Weft.Tasks.Answering;
using Weft.Tasks.Captioning;
using Weft.Tasks.Classification.Measuring;
using Weft.Tasks.Classification.Scores;
using Weft.Tasks.Classification.Search;
using Weft.Tasks.Classification.Several;
using Weft.Tasks.Tagging;
using Weft.Tasks.Translation;

namespace Weft.Cli.Tables;

/// <summary>Reports of splits, in a few lines each.</summary>
internal static class ReportTable
{
    private const int MostPairs = 5;
    private const int MostLabels = 8;

    /// <param name="reports">The reports.</param>
    /// <param name="namesWeights">Whether there are two kinds of weights, so that the table must say which were measured.</param>
    /// <param name="folder">Where the reports were written; null where they were not.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(IReadOnlyList<IEvaluationReport> reports, bool namesWeights, string? folder, CommandOutput output)
    {
        output.Human.Write(Of(reports, namesWeights));
        SummaryTable.WriteSignatures(
            output, [.. reports.SelectMany(SignaturesOf)]);
        if (folder is not null)
            output.Line($"Report folder: {folder}");
    }

    private static (string Name, string? Signature)[] SignaturesOf(IEvaluationReport report) => report is EvaluationReport language
        ? [(language.Split, language.Signature), (language.Split + " sliding", language.Sliding?.Signature)]
        : [(report.Split, report.ToResult().Signature)];

    private static Table Of(IReadOnlyList<IEvaluationReport> reports, bool namesWeights)
    {
        var table = SummaryTable.Empty();
        foreach (var report in reports)
        {
            var details = report.ToDetails();
            SummaryTable.AddMeasurement(table, report.Split, ((report as EvaluationReport)?.Plain ?? report).ToResult(), details);
            if (namesWeights)
                SummaryTable.AddRow(table, "  weights", $"{Texts.Of(report.Weights)}, of step {report.Step:N0}");
            if (report is EvaluationReport { Sliding: { } sliding })
                SummaryTable.AddMeasurement(table, report.Split + " sliding", sliding.ToResult());
            SummaryTable.AddDetails(table, details);
            if (report is EvaluationReport language)
                AddLists(table, language.Sliding ?? language);
            else if (report is ClassificationReport labels)
                AddLists(table, labels);
            else if (report is SeveralReport several)
                AddLists(table, several);
            else if (report is ScoreReport scores)
                AddTexts(table, scores.TextsWithoutToken, scores.TextsCut);
            else if (report is SearchReport search)
                AddTexts(table, 0, search.PairsCut);
            else if (report is TaggingReport tags)
                AddLists(table, tags);
            else if (report is TranslationReport translations)
                AddLists(table, translations);
            else if (report is CaptioningReport captions)
                AddLists(table, captions);
            else if (report is AnsweringReport answers)
                AddLists(table, answers);
        }
        return table;
    }

    private static void AddLists(Table table, ClassificationReport report)
    {
        var most = report.Labels.OrderByDescending(label => label.Texts).Take(MostLabels).Select(label =>
            $"{TokenLabel.Visible(label.Label)}: {label.Correct:N0} of {label.Texts:N0}{F1(label.F1)}");
        SummaryTable.AddRow(table, "  right by label", [.. most]);
        AddConfused(table, report.Confusion);
        AddTexts(table, report.TextsWithoutToken, report.TextsCut);
    }

    private static void AddLists(Table table, SeveralReport report)
    {
        SummaryTable.AddRow(table, "  right by label", [.. report.Labels.OrderByDescending(label => label.Texts).Take(MostLabels).Select(label =>
            $"{TokenLabel.Visible(label.Label)}: {label.Correct:N0} of {label.Texts:N0}{F1(label.F1)}")]);
        AddTexts(table, report.TextsWithoutToken, report.TextsCut);
    }

    private static void AddTexts(Table table, long withoutToken, long cut)
    {
        if (withoutToken > 0)
            SummaryTable.AddRow(table, "  left out", $"{withoutToken:N0} texts have no token");
        if (cut > 0)
            SummaryTable.AddRow(table, "  cut", $"{cut:N0} texts are longer than training.context: the model sees their beginning");
    }

    private static void AddLists(Table table, TaggingReport report)
    {
        var most = report.Tags.OrderByDescending(tag => tag.Words).Take(MostLabels).Select(tag =>
            $"{TokenLabel.Visible(tag.Tag)}: {tag.Correct:N0} of {tag.Words:N0}{F1(tag.F1)}");
        SummaryTable.AddRow(table, "  right by tag", [.. most]);
        if (report.Spans is { } spans)
        {
            var kinds = spans.Kinds.OrderByDescending(kind => kind.Spans).Take(MostLabels).Select(kind =>
                $"{TokenLabel.Visible(kind.Kind!)}: {kind.Correct:N0} of {kind.Spans:N0}{F1(kind.F1)}");
            SummaryTable.AddRow(table, "  right by span", [.. kinds]);
        }
        AddConfused(table, report.Confusion);
        SummaryTable.AddRow(table, "  sentences", $"{report.WholeSentences:N0} of {report.Sentences:N0} have all tags right");
        if (report.SentencesCut > 0)
            SummaryTable.AddRow(table, "  cut", $"{report.SentencesCut:N0} sentences are longer than training.context: tagged in pieces");
    }

    private static void AddLists(Table table, TranslationReport report)
    {
        SummaryTable.AddRow(table, "  translated", $"{report.Pairs:N0} sentences", report.Decoding);
        SummaryTable.AddRow(table, "  as in sacreBLEU", $"BLEU {report.BleuSignature}", $"chrF {report.ChrfSignature}");
        if (report.PairsEmpty > 0)
            SummaryTable.AddRow(table, "  left out", $"{report.PairsEmpty:N0} pairs have a side without a token");
        if (report.PairsCut > 0)
            SummaryTable.AddRow(table, "  cut", $"{report.PairsCut:N0} pairs have a side longer than training.context: the model sees its beginning");
    }

    private static void AddLists(Table table, CaptioningReport report)
    {
        SummaryTable.AddRow(table, "  captioned", $"{report.Pictures:N0} pictures, with {report.Captions:N0} right captions", report.Decoding);
        SummaryTable.AddRow(table, "  as in sacreBLEU", $"BLEU {report.BleuSignature}");
        if (report.CaptionsEmpty > 0)
            SummaryTable.AddRow(table, "  left out", $"{report.CaptionsEmpty:N0} captions have no token");
        if (report.CaptionsCut > 0)
            SummaryTable.AddRow(table, "  cut", $"{report.CaptionsCut:N0} captions are longer than training.context: the model sees their beginning");
    }

    private static void AddLists(Table table, AnsweringReport report)
    {
        SummaryTable.AddRow(
            table, "  questions", $"{report.Questions:N0}, of which {report.Answers.Count(answer => answer.IsExact):N0} have a right answer", report.Unanswerable > 0 ? $"{report.Unanswerable:N0} have none in the text" : "");
        if (report.ContextsCut > 0)
            SummaryTable.AddRow(table, "  windows", $"{report.ContextsCut:N0} contexts are longer than training.context: read in {report.Windows:N0} windows with the others");
    }

    private static string F1(double? f1) => f1 is { } known ? $" (F1 {known:P1})" : "";

    private static void AddLists(Table table, EvaluationReport report)
    {
        if (report.Unknown is { } unknown)
            SummaryTable.AddRow(table, "  unknown", $"{unknown:N0} of {report.Tokens:N0} tokens ({(double)unknown / report.Tokens:P2}) are the unknown token");
        if (report.FrequencyBands.Count > 0)
            SummaryTable.AddRow(table, "  by training count", [.. report.FrequencyBands.Select(band => $"{band.Label}: {band.Scores.Perplexity:N0}")]);
        if (report.Tags.Count > 0)
            SummaryTable.AddRow(table, "  by tag", [.. report.Tags.Take(MostPairs).Select(tag => $"{tag.Tag}: {tag.Scores.Perplexity:N0}")]);
        AddConfused(table, report.Confusion);
    }

    private static void AddConfused(Table table, ConfusionReport confusion)
    {
        var pairs = confusion.MostConfused.Take(MostPairs).Select(pair => $"{TokenLabel.Visible(pair.Target)} > {TokenLabel.Visible(pair.Predicted)} ({pair.Count:N0})");
        SummaryTable.AddRow(table, "  most confused", [.. pairs]);
    }
}
