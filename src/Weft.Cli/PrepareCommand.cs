using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Display;
using Weft.Text;

namespace Weft.Cli;

/// <summary><c>weft prepare</c>.</summary>
internal static class PrepareCommand
{
    private const string Description = "Tokenise a corpus ahead of training; weft train does it by itself when needed.";

    private const string Examples = """
        Examples:
          weft prepare --data notes.txt
          weft prepare --data wikitext-103 --tokenizer blanks
        """;

    public static Command Create()
    {
        var arguments = new RunOptionsArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand("prepare", Description, Examples);
        arguments.AddTo(command);
        command.Add(json);
        command.SetAction(parsed => Prepare(arguments, parsed, new CommandOutput(parsed, json)));
        return command;
    }

    private static int Prepare(RunOptionsArguments arguments, ParseResult parsed, CommandOutput output)
    {
        var options = arguments.Read(parsed);
        using var signals = new StopSignals();
        using var store = Displays.Show(output, display => Corpora.Provider(display).Prepare(options.Data, signals.Token).Store);
        var result = new PreparedSummary(
            store.Folder, store.Manifest.Tokenizer, store.Vocabulary.Count, store.Vocabulary.Hash, store.Manifest.ReplacedUtf8Sequences,
            Enum.GetValues<Split>().ToDictionary(split => split.ToString().ToLowerInvariant(), split => new PreparedSplit(store[split].Count, store[split].DocumentCount)));

        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("split", "tokens", "documents");
        foreach (var (split, size) in result.Splits)
            table.AddRow(split, $"{size.Tokens:N0}", $"{size.Documents:N0}");
        output.Human.Write(table);
        output.Human.WriteLine($"{result.Vocabulary:N0} tokens in the vocabulary, tokenizer {result.Tokenizer}, in {result.Folder}");
        if (result.ReplacedUtf8Sequences > 0)
            output.Human.WriteLine(Texts.OfReplaced(result.ReplacedUtf8Sequences));
        output.Result(result);
        return ExitCodes.Done;
    }

    private sealed record PreparedSummary(
        string Folder, string Tokenizer, int Vocabulary, string VocabularyHash, long ReplacedUtf8Sequences, Dictionary<string, PreparedSplit> Splits);

    private sealed record PreparedSplit(long Tokens, long Documents);
}
