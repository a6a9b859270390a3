namespace Weft.Foundation;

/// <summary>How far a piece of work that takes noticeable time has come; the command line draws it.</summary>
/// <param name="What">The work in a word or two: <c>counting words</c>.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is, or null where that is not known.</param>
/// <param name="Unit">What is counted: <c>bytes</c>.</param>
public readonly record struct WorkProgress(string What, long Done, long? Total, string Unit);
