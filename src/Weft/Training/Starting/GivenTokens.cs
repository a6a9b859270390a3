using Weft.Runs;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Training.Starting;

/// <summary>The tokens of a model that is there already, with which another text than its own is prepared.</summary>
/// <param name="Tokenizer">Makes them.</param>
/// <param name="Counted">All that the model knows, where the tokenizer has no vocabulary of its own; else null.</param>
internal sealed record GivenTokens(ITokenizer Tokenizer, Vocabulary? Counted)
{
    /// <summary>Those of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Its <c>data.tokenizer</c>.</param>
    /// <param name="own">The tokenizer that a program brought, if any.</param>
    /// <exception cref="InvalidDataException">Its tokenizer is missing or another, or a file is damaged.</exception>
    public static GivenTokens Of(RunFolder run, string name, ITokenizer? own)
    {
        var (vocabulary, identity) = VocabularyFile.Load(run.VocabularyFile);
        var tokenizer = run.OpenTokenizer(name, identity, own);
        return new GivenTokens(tokenizer, tokenizer.FixedVocabulary is null ? vocabulary : null);
    }
}
