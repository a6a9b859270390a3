using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Text.Vectors.Searching;

namespace Weft.Cli.Verbs.Vectors;

/// <summary>The options of verbs that look at a file of vectors.</summary>
internal sealed class VectorsArguments
{
    private readonly Option<string> _file = new("--vectors")
    {
        Description = "GloVe or word2vec vectors: .txt, .bin, .gz, or ARCHIVE.zip/ENTRY.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<int> _words = new("--words") { Description = "Only so many of the file's first words; 0 takes all." };

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_words);
    }

    /// <summary>Checks what was given, and notes what is wrong.</summary>
    /// <returns>Reads the vectors.</returns>
    public Func<CommandOutput, CancellationToken, VectorTable> Read(ParseResult parsed, Problems problems)
    {
        var words = parsed.ValueOf(_words);
        problems.Require(words >= 0, "--words", words, "be at least 0");
        return (output, stop) => Displays.Show(output, display => VectorTable.Read(parsed.GetRequiredValue(_file), words, display, stop));
    }
}
