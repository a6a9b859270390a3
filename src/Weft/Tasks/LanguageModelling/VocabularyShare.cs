using Weft.Modeling;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Tasks.LanguageModelling;

/// <summary>How much of a model is its vocabulary: the tokens' vectors and the decoder.</summary>
internal static class VocabularyShare
{
    private const double Most = 2.0 / 3;

    /// <summary>A line where that is most of the model; else null.</summary>
    public static string? NoteOf(ITrainable model, int vocabulary, string tokenizer)
    {
        var all = model.ParameterCount;
        var share = (double)model.NamedParameters.Where(entry => IsOfTokens(entry.Name)).Sum(entry => entry.Parameter.numel()) / all;
        if (share < Most)
            return null;
        var remedy = BpeSize.TryParse(tokenizer, out _) ? "a smaller --tokenizer bpe:SIZE" : "--tokenizer bpe:SIZE, for example bpe:2000, or a smaller data.vocabularySize";
        return $"The vocabulary of {vocabulary:N0} tokens takes {share:P0} of the model's {all:N0} parameters; {remedy} leaves more for the rest.";
    }

    private static bool IsOfTokens(string name) =>
        name.StartsWith("embedding", StringComparison.Ordinal) || name.StartsWith("encoder.embedding", StringComparison.Ordinal) || name.StartsWith("decoder", StringComparison.Ordinal);
}
