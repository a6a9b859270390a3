using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Data;
using Weft.Data.Auditing;
using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Foundation.Files;

namespace Weft.Cli.Verbs.Preparing;

/// <summary><c>weft audit</c>.</summary>
internal static class AuditCommand
{
    private const string Description = "Say what is wrong with a text before an hour is spent on it: copies, leaks, garbage, broken letters.";

    private const string Examples = """
        Examples:
          weft audit --data notes/
          weft audit --data wikitext-2 --fail-on duplicates=0.05,leak=0.01
          weft audit --data tickets.csv --task classification --html audit.html --tsv found.tsv
          weft audit --data crawl/ --write-clean crawl-clean/
        A finding is as large as its share of the words. Exit code 1 is: one is larger than --fail-on allows.
        """;

    private static readonly AuditOptions Defaults = new();

    public static Command Create()
    {
        var arguments = new RunOptionsArguments("data.", "task", "preset");
        var failOn = new Option<string>("--fail-on") { Description = "Largest shares of words allowed: duplicates=0.05,leak=0.", HelpName = "LIST", DefaultValueFactory = _ => "" };
        var similarity = Option("--similarity", "Jaccard index of runs of five words from which documents are nearly the same.", Defaults.Similarity);
        var passage = Option("--passage-words", "Fewest words of a passage that occurred before.", Defaults.PassageWords);
        var boilerplate = Option("--boilerplate-documents", "In how many documents a line must stand to be boilerplate.", Defaults.BoilerplateDocuments);
        var leak = Option("--leak-words", "Words of a run by which held-out text counts as leaked: 8, 13 or 50.", Defaults.LeakWords);
        var examples = Option("--examples", "Examples of each finding.", Defaults.Examples);
        var html = new Option<string?>("--html") { Description = "Write the findings as a page.", HelpName = "FILE" };
        var tsv = new Option<string?>("--tsv") { Description = "Write a table of the documents that something was found in.", HelpName = "FILE" };
        var clean = new Option<string?>("--write-clean") { Description = "Write the text without copies, leaks and garbage.", HelpName = "FOLDER" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("audit", Description, Examples) { failOn, similarity, passage, boilerplate, leak, examples, html, tsv, clean };
        arguments.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var run = problems.Collect(() => arguments.Read(parsed));
                var options = new AuditOptions
                {
                    Similarity = parsed.ValueOf(similarity),
                    PassageWords = parsed.ValueOf(passage),
                    BoilerplateDocuments = parsed.ValueOf(boilerplate),
                    LeakWords = parsed.ValueOf(leak),
                    Examples = parsed.ValueOf(examples),
                };
                options.Validate(problems);
                if (parsed.GetValue(clean) is { } folder && run is not null)
                    CleanText.Validate(folder, run.Data, problems);
                return new Wish(run?.Data!, options, problems.Collect(() => Limits.Read(parsed.GetValue(failOn) ?? ""))!, parsed.GetValue(html), parsed.GetValue(tsv), parsed.GetValue(clean));
            },
            (wish, parsed) => Audit(wish, new CommandOutput(parsed, json)));
        return command;
    }

    private static int Audit(Wish wish, CommandOutput output)
    {
        using var signals = new StopSignals();
        var report = Displays.Show(output, display => Corpora.Provider(display).Audit(wish.Data, wish.Options, (corpus, found, text) => Keep(wish, corpus, found, text, display, signals.Token), signals.Token));
        AuditTable.Write(report, output);
        foreach (var path in new[] { wish.Html, wish.Tsv, wish.Clean }.OfType<string>())
            output.Line($"Written: {path}");
        output.Result(report);
        var exceeded = wish.Limits.Exceeded(report).ToList();
        exceeded.ForEach(output.Errors.WriteLine);
        return exceeded.Count > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static AuditReport Keep(Wish wish, ICorpusReader corpus, AuditReport report, AuditedText text, IDisplay display, CancellationToken stop)
    {
        if (wish.Html is { } html)
            AtomicFile.WriteText(html, AuditPage.Of(report));
        if (wish.Tsv is { } tsv)
            DocumentTsv.Write(report, text, tsv);
        if (wish.Clean is { } clean)
            new CleanText(text, CleanText.MarksOf(report, text), wish.Data).Write(corpus, clean, display, stop);
        return report;
    }

    private static Option<T> Option<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private sealed record Wish(DataOptions Data, AuditOptions Options, Limits Limits, string? Html, string? Tsv, string? Clean);
}
