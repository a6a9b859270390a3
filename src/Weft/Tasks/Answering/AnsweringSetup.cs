using Weft.Text.Tokenizers;

namespace Weft.Tasks.Answering;

/// <summary>How questions and their contexts become examples, and answers are chosen: see <see cref="ContextWindows"/> and <see cref="AnswerChoice"/>.</summary>
internal sealed record AnsweringSetup : TaskSetup
{
    /// <summary>Gives the text of tokens.</summary>
    public required ITokenizer Tokenizer { get; init; }
}
