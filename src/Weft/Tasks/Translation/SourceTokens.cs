using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>The tokens that sources are read as, where they have a vocabulary of their own.</summary>
/// <param name="Tokenizer">Makes them.</param>
/// <param name="Vocabulary">All of them.</param>
internal sealed record SourceTokens(ITokenizer Tokenizer, Vocabulary Vocabulary);
