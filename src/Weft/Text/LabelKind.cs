namespace Weft.Text;

/// <summary>What the label of a record is.</summary>
public enum LabelKind
{
    /// <summary>One of several names.</summary>
    One,

    /// <summary>A number: how alike two texts are, how many stars a review gives.</summary>
    Score,
}
