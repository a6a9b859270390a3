
namespace Weft.Runs.Options;

/// <summary>What becomes of a training whose loss or gradient is not finite, or whose loss explodes.</summary>
public enum RecoveryMode
{
    /// <summary>It ends with an error; what is saved stays.</summary>
    None,

    /// <summary>The step is not applied, and the training goes on with the next; after five such steps in a row it ends.</summary>
    Skip,

    /// <summary>It goes back to its last good checkpoint and on from there with half the rate; after three times it ends.</summary>
    Back,
}
