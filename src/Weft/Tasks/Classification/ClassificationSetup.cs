namespace Weft.Tasks.Classification;

/// <summary>How texts become the examples of a classifier: the model sees the first tokens of each, as many as <see cref="TaskSetup.Context"/> says.</summary>
internal sealed record ClassificationSetup : TaskSetup;
