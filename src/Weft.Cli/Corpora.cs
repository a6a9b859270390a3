using Weft.Foundation;
using Weft.Training;

namespace Weft.Cli;

/// <summary>Where the command line keeps and looks for text.</summary>
internal static class Corpora
{
    public static CorpusProvider Provider(IProgress<WorkProgress> progress) =>
        new(WeftFolders.Cache, WeftFolders.Data, Console.OpenStandardInput, progress);
}
