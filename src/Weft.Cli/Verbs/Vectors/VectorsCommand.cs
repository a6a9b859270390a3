using System.CommandLine;

namespace Weft.Cli.Verbs.Vectors;

/// <summary><c>weft vectors</c>: its own verbs learn and look at word vectors.</summary>
internal static class VectorsCommand
{
    private const string Description = "Learn word vectors from text of your own, and look at those of a file.";

    private const string Examples = """
        Examples:
          weft vectors train --data notes.txt --out notes.vectors.txt --json
          weft vectors nearest river --vectors notes.vectors.txt
          weft vectors evaluate --vectors glove.6B.zip/glove.6B.100d.txt question-words.txt
        """;

    public static Command Create() => new VerbCommand("vectors", Description, Examples)
    {
        VectorsTrainCommand.Create(),
        VectorsNearestCommand.Create(),
        VectorsEvaluateCommand.Create(),
    };
}
