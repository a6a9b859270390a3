namespace Weft.Text;

/// <summary>What the label of a record is.</summary>
public enum LabelKind
{
    /// <summary>One of several names.</summary>
    One,

    /// <summary>Any number of names, none among them: the topics of a message.</summary>
    Several,

    /// <summary>A number: how alike two texts are, how many stars a review gives.</summary>
    Score,
}
