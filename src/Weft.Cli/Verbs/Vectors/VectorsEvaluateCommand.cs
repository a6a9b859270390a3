using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Text.Vectors.Searching;

namespace Weft.Cli.Verbs.Vectors;

/// <summary><c>weft vectors evaluate</c>.</summary>
internal static class VectorsEvaluateCommand
{
    private const string Description = "Measure vectors by analogies: a is to b as c is to which word?";

    private const string Examples = """
        Examples:
          weft vectors evaluate --vectors glove.6B.50d.txt question-words.txt
          weft vectors evaluate --vectors mine.txt --words 30000 question-words.txt --json
        """;

    public static Command Create()
    {
        var questions = new Argument<string>("QUESTIONS") { Description = "Questions in the format of question-words.txt: ': section', then four words a line." };
        var vectors = new VectorsArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand("evaluate", Description, Examples) { questions };
        vectors.AddTo(command);
        command.Add(json);
        command.Does(
            vectors.Read,
            (read, parsed) =>
            {
                using var signals = new StopSignals();
                var output = new CommandOutput(parsed, json);
                return Show(Analogies.Evaluate(read(output, signals.Token), parsed.GetRequiredValue(questions), signals.Token), output);
            });
        return command;
    }

    private static int Show(AnalogyReport report, CommandOutput output)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("section", "accuracy", "correct", "asked", "words unknown");
        foreach (var section in report.Sections.Append(report.Total))
        {
            string[] cells = [section.Section, $"{section.Accuracy:P2}", $"{section.Correct:N0}", $"{section.Asked:N0}", $"{section.OutOfVocabulary:N0}"];
            table.AddRow(cells.Select(cell => TerminalText.Cell(cell)));
        }
        output.Human.Write(table);
        output.Result(report);
        return ExitCodes.Done;
    }
}
