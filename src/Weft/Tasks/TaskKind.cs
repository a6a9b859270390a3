using Weft.Foundation;

namespace Weft.Tasks;

/// <summary>What is learnt.</summary>
public enum TaskKind
{
    /// <summary>The next token of a text.</summary>
    LanguageModelling,

    /// <summary>The label of a record.</summary>
    Classification,

    /// <summary>What a task of a program's own says, which <c>TrainingBuilder.UseTask</c> is given.</summary>
    [NoSetting]
    Own,

    /// <summary>The tag of each word of a sentence.</summary>
    Tagging,

    /// <summary>How two texts of a record belong together: the label of the pair.</summary>
    Matching,

    /// <summary>The translation of a text into another language, or of anything written into something else.</summary>
    Translation,

    /// <summary>The answer to a question: a part of its context.</summary>
    Answering,

    /// <summary>The caption of a picture.</summary>
    Captioning,
}
