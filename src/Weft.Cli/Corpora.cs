using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Training.Starting;

namespace Weft.Cli;

/// <summary>Where the command line keeps and looks for text.</summary>
internal static class Corpora
{
    public static CorpusProvider Provider(IDisplay display) =>
        new(WeftFolders.Cache, WeftFolders.Data, StandardStreams.OpenInput, display, display.Tell);
}
