using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Text.Vectors.Searching;

namespace Weft.Cli.Verbs.Vectors;

/// <summary><c>weft vectors nearest</c>.</summary>
internal static class VectorsNearestCommand
{
    private const string Description = "Show the words whose vectors are nearest to a word's, by their cosine.";

    private const string Examples = """
        Examples:
          weft vectors nearest river --vectors glove.6B.50d.txt
          weft vectors nearest river --vectors glove.6B.zip/glove.6B.50d.txt --count 20 --json
        """;

    public static Command Create()
    {
        var word = new Argument<string>("WORD") { Description = "The word, or its lower-case form where it has no vector." };
        var count = new Option<int>("--count") { Description = "How many words.", DefaultValueFactory = _ => 10 };
        var vectors = new VectorsArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand("nearest", Description, Examples) { word };
        vectors.AddTo(command);
        command.Add(count);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var number = parsed.ValueOf(count);
                problems.Require(number > 0, "--count", number, "be at least 1");
                return (Read: vectors.Read(parsed, problems), Count: number);
            },
            (given, parsed) =>
            {
                using var signals = new StopSignals();
                var output = new CommandOutput(parsed, json);
                var table = given.Read(output, signals.Token);
                return Show(parsed.GetRequiredValue(word), NearestWords.Of(table, parsed.GetRequiredValue(word), given.Count), output);
            });
        return command;
    }

    private static int Show(string word, IReadOnlyList<WordSimilarity> nearest, CommandOutput output)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("word", "cosine");
        foreach (var (other, cosine) in nearest)
            table.AddRow(TerminalText.Cell(other), TerminalText.Cell($"{cosine:F4}"));
        output.Human.Write(table);
        output.Result(new { Word = word, Nearest = nearest });
        return ExitCodes.Done;
    }
}
