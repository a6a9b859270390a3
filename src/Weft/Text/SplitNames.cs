namespace Weft.Text;

/// <summary>The words for splits, as options, files and sentences have them.</summary>
internal static class SplitNames
{
    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public static string Of(Split split) => split switch
    {
        Split.Train => "train",
        Split.Validation => "validation",
        _ => "test",
    };
}
