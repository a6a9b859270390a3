using System.CommandLine;
using Weft.Cli.Display;
using Weft.Text.Vectors.Searching;

namespace Weft.Cli.Verbs;

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

    public VectorTable Read(ParseResult parsed, CommandOutput output, CancellationToken stop)
    {
        var words = parsed.GetValue(_words);
        if (words < 0)
            throw new Foundation.ConfigurationException($"--words is {words}; it must be at least 0.");
        return Displays.Show(output, display => VectorTable.Read(parsed.GetRequiredValue(_file), words, display, stop));
    }
}
