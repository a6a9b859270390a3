using Weft.Evaluation;
using Weft.Foundation;
using Weft.Text;

namespace Weft.Cli.Verbs;

/// <summary>What <c>weft evaluate</c> measures, and where it writes.</summary>
internal sealed class EvaluateTargets
{
    private const string All = "all";

    private readonly string? _losses;

    /// <exception cref="ConfigurationException">Options do not go together, or a split is unknown.</exception>
    public EvaluateTargets(string? split, string? data, string? folder, string? losses)
    {
        if (split is not null && data is not null)
            throw new ConfigurationException("--split does not go with --data: a text of your own is measured as a whole. Leave one of them out.");
        (Splits, Data, Folder, _losses) = (SplitsOf(split ?? "test"), data, folder, losses);
        if (losses is not null && Splits.Count > 1)
            throw new ConfigurationException("--tokens-out takes the tokens of one split, and --split is all. Name one: --split test.");
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

    private static Split[] SplitsOf(string name)
    {
        if (name == All)
            return Enum.GetValues<Split>();
        return Enum.TryParse<Split>(name, ignoreCase: true, out var split) && !int.TryParse(name, out _)
            ? [split]
            : throw new ConfigurationException($"--split is {name}; it must be train, validation, test or all.");
    }
}
