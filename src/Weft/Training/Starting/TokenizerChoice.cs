using Weft.Data;
using Weft.Data.Store;
using Weft.Text;
using Weft.Text.Corpora.Named;
using Weft.Text.Tokenizers.Learning;

namespace Weft.Training.Starting;

/// <summary>Says in a line which tokenizer was taken, and why.</summary>
internal static class TokenizerChoice
{
    /// <summary>The line; null where the user chose and nothing is to be said.</summary>
    /// <param name="asked">The options as they were given.</param>
    /// <param name="tokenizer">What was taken.</param>
    /// <param name="store">The text as it was prepared.</param>
    public static string? TextOf(DataOptions asked, string tokenizer, TokenStore store)
    {
        var isAuto = asked.Tokenizer == "auto";
        if (BpeSize.TryParse(tokenizer, out _) && store.SourceVocabulary is { } sources)
            return $"Tokenizer: {tokenizer}, learnt from each side of the training split ({TextOf(store.Manifest.Train.Bytes)}): {sources.Count:N0} tokens of sources, {store.Vocabulary.Count:N0} of targets.";
        if (BpeSize.TryParse(tokenizer, out _))
            return $"Tokenizer: {tokenizer}, learnt from the training split ({TextOf(store.Manifest.Train.Bytes)}){(isAuto ? "; --tokenizer words takes words instead" : "")}."
                + (IsShort(asked, tokenizer) ? $" More was asked for ({asked.Tokenizer}), but no two neighbours are left in it that occur twice." : "");
        if (!isAuto)
            return null;
        var reason = ApiDocsCorpus.IsMeant(asked.Source) && asked.Level != TextLevel.Word ? "which does best on this text in two minutes"
            : tokenizer == "words" ? "since vectors.file holds vectors of words"
            : asked.Level == TextLevel.Word ? "since data.level is word"
            : "since the text has WikiText's marks and so is divided into words already";
        return $"Tokenizer: {tokenizer}, {reason}" + (asked.Level == TextLevel.Word ? "." : "; --tokenizer bpe learns one from the text instead.");
    }

    private static bool IsShort(DataOptions asked, string tokenizer) => BpeSize.TryParse(asked.Tokenizer, out var size) && size.Asked is not null && asked.Tokenizer != tokenizer;

    private static string TextOf(long bytes) => bytes < 1_000_000 ? $"{bytes / 1e3:N1} kB" : $"{bytes / 1e6:N1} MB";
}
