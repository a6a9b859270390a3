using Weft.Foundation;

namespace Weft.Experiments.Verification;

/// <summary>The folder of a verification's two runs: the user's, which stays, or a temporary one, which stays only when they differ.</summary>
internal sealed class VerificationFolder
{
    private readonly string? _given;

    private VerificationFolder(string? given) => _given = given;

    /// <summary>Names a folder.</summary>
    /// <param name="given">The user's; null for a temporary one.</param>
    /// <exception cref="ConfigurationException">There is something there already.</exception>
    public static VerificationFolder Open(string? given)
    {
        if (given is not null && (File.Exists(given) || (Directory.Exists(given) && Directory.EnumerateFileSystemEntries(given).Any())))
            throw new ConfigurationException($"The folder {Path.GetFullPath(given)} exists. Name another with --out.");
        return new VerificationFolder(given is null ? null : Path.GetFullPath(given));
    }

    /// <summary>Verifies in it.</summary>
    public ResumeReport Use(Func<string, ResumeReport> verify)
    {
        if (_given is not null)
            return verify(_given);
        var path = Directory.CreateTempSubdirectory("weft-verify-").FullName;
        ResumeReport? report = null;
        try
        {
            report = verify(path);
            return report;
        }
        finally
        {
            if (report is not { Identical: false })
                Directory.Delete(path, recursive: true);
        }
    }
}
