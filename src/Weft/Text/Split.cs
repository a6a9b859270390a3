namespace Weft.Text;

/// <summary>The three parts of a corpus.</summary>
public enum Split
{
    /// <summary>What the model learns from.</summary>
    Train,

    /// <summary>What decides, during training, which model is best.</summary>
    Validation,

    /// <summary>What the final model is measured on, once.</summary>
    Test,
}
