using Weft.Foundation;
using Weft.Runs;

namespace Weft.Cli.Display;

/// <summary>Shows people how preparation and training go.</summary>
internal interface IDisplay : ITrainingListener, IProgress<WorkProgress>
{
    /// <summary>Shows a sentence.</summary>
    void Tell(string sentence);
}
