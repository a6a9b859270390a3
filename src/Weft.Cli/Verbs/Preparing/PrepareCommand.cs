using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Cli.Tables;
using Weft.Data.Preparing;
using Weft.Runs.Options;

namespace Weft.Cli.Verbs.Preparing;

/// <summary><c>weft prepare</c>.</summary>
internal static class PrepareCommand
{
    private const string Description = "Tokenise a corpus ahead of training; weft train does it by itself when needed.";

    private const string Examples = """
        Examples:
          weft prepare --data notes.txt
          weft prepare --data wikitext-103 --tokenizer blanks
          weft prepare --data wikitext-2 --level sentence
          weft prepare --data tagged.txt --level word --tag-separator _
        """;

    public static Command Create()
    {
        var arguments = new RunOptionsArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand("prepare", Description, Examples);
        arguments.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) => problems.Collect(() => arguments.Read(parsed)),
            (options, parsed) => Prepare(options!, new CommandOutput(parsed, json)));
        return command;
    }

    private static int Prepare(RunOptions options, CommandOutput output)
    {
        using var signals = new StopSignals();
        using var store = Displays.Show(output, display => Corpora.Provider(display).Prepare(options, signals.Token).Store);
        var result = PreparedSummary.Of(store);
        output.Human.Write(PreparedTable.Table(result));
        output.Line($"{result.Vocabulary:N0} tokens in the vocabulary{(result.SourceVocabulary is { } sources ? $", {sources:N0} in that of the sources" : "")}, tokenizer {result.Tokenizer}, level {PreparedTable.NameOf(result.Level)}, in {result.Folder}");
        if (result.Tags.Count > 0)
            output.Line(PreparedTable.TagsOf(result));
        if (result.Labels.Count > 0)
            output.Line(PreparedTable.LabelsOf(result));
        if (result.ReplacedUtf8Sequences > 0)
            output.Line(Texts.OfReplaced(result.ReplacedUtf8Sequences));
        output.Result(result);
        return ExitCodes.Done;
    }
}
