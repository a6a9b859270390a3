using Weft.Data;
using Weft.Data.Preparing;
using Weft.Runs;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Training.Starting;

/// <summary>The tokens of a model that is there already, with which another text than its own is prepared.</summary>
/// <param name="Tokenizer">Makes them.</param>
/// <param name="Counted">All that the model knows, where the tokenizer has no vocabulary of its own; else null.</param>
/// <param name="Source">Those of a translator's sources, where they have a vocabulary of their own.</param>
internal sealed record GivenTokens(ITokenizer Tokenizer, Vocabulary? Counted, SourceEncoding? Source)
{
    /// <summary>Those of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">Its options, as far as its tokens go.</param>
    /// <param name="own">The tokenizer that a program brought, if any.</param>
    /// <exception cref="InvalidDataException">Its tokenizer is missing or another, or a file is damaged.</exception>
    public static GivenTokens Of(RunFolder run, DataOptions data, ITokenizer? own)
    {
        var (vocabulary, identity) = VocabularyFile.Load(run.VocabularyFile);
        var tokenizer = run.OpenTokenizer(data.Tokenizer, identity, own);
        return new GivenTokens(tokenizer, CountedOf(tokenizer, vocabulary), run.OpenSources(data, own) is { } source ? new(source.Tokenizer, CountedOf(source.Tokenizer, source.Vocabulary)) : null);
    }

    private static Vocabulary? CountedOf(ITokenizer tokenizer, Vocabulary vocabulary) => tokenizer.FixedVocabulary is null ? vocabulary : null;
}
