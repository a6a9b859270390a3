using Weft.Evaluation;
using Weft.Foundation;
using Weft.Text;

namespace Weft.Cli.Verbs;

/// <summary>What <c>weft evaluate</c> measures, and where it writes.</summary>
internal sealed class EvaluateTargets
{
    private const string All = "all";

    private readonly string? _losses;

    private EvaluateTargets(IReadOnlyList<Split> splits, string? data, string? folder, string? losses) =>
        (Splits, Data, Folder, _losses) = (splits, data, folder, losses);

    /// <summary>Checks what was given.</summary>
    /// <param name="split">A split's name, or all; null for test.</param>
    /// <param name="data">Another text, or null.</param>
    /// <param name="folder">Where reports go, or null.</param>
    /// <param name="losses">The file of each token's loss, or null.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static EvaluateTargets Read(string? split, string? data, string? folder, string? losses, Problems problems)
    {
        var splits = SplitsOf(split ?? "test");
        problems.Require(splits.Length > 0, "--split", split, "be train, validation, test or all");
        if (split is not null && data is not null)
            problems.Add("--split does not go with --data: a text of your own is measured as a whole. Leave one of them out.");
        if (losses is not null && splits.Length > 1)
            problems.Add("--tokens-out takes the tokens of one split, and --split is all. Name one: --split test.");
        return new EvaluateTargets(splits, data, folder, losses);
    }

    /// <summary>Splits of the run's own text.</summary>
    public IReadOnlyList<Split> Splits { get; }

    /// <summary>Another text in their place, or null.</summary>
    public string? Data { get; }

    /// <summary>The folder of the reports, where one was named.</summary>
    public string? Folder { get; }

    /// <summary>Finds out, before anything is measured, whether what was named can be written.</summary>
    /// <returns>What takes the losses of tokens, where they are wanted.</returns>
    /// <exception cref="IOException">A place cannot be written.</exception>
    public TokenLossTable? OpenOutputs()
    {
        if (Folder is not null && (File.Exists(Folder) || !WeftFolders.CanWrite(Path.GetDirectoryName(Path.GetFullPath(Folder)) ?? Folder)))
            throw new IOException($"{Path.GetFullPath(Folder)} cannot be written. Name another folder: --out FOLDER");
        if (_losses is null)
            return null;
        try
        {
            return new TokenLossTable(_losses);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path.GetFullPath(_losses)} cannot be written: {e.Message}{Environment.NewLine}Name another file: --tokens-out FILE", e);
        }
    }

    /// <summary>The splits of a name; none where there is no such split.</summary>
    private static Split[] SplitsOf(string name) =>
        name == All ? Enum.GetValues<Split>()
        : Enum.TryParse<Split>(name, ignoreCase: true, out var split) && !int.TryParse(name, out _) ? [split]
        : [];
}
