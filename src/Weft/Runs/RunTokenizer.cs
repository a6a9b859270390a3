using Weft.Data;
using Weft.Tasks.Translation;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Runs;

/// <summary>The tokenizer of a run folder.</summary>
internal static class RunTokenizer
{
    /// <summary>The tokens of a translator's sources; null where they are those of its targets.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="data">Its resolved options.</param>
    /// <param name="own">The tokenizer that a program brought, if any.</param>
    /// <exception cref="InvalidDataException">Files are missing, or are not those that the run was trained with.</exception>
    public static SourceTokens? OpenSources(this RunFolder folder, DataOptions data, ITokenizer? own = null)
    {
        if (data.Vocabularies != VocabularySharing.Separate)
            return null;
        var (vocabulary, identity) = VocabularyFile.Load(folder.SourceVocabularyFile);
        return new SourceTokens(folder.OpenTokenizer(data.Tokenizer, identity, own, isOfSources: true), vocabulary);
    }

    /// <summary>Makes the run's tokenizer again: from its own files, where they were learnt.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="name">The resolved <c>data.tokenizer</c>.</param>
    /// <param name="identity">What <c>vocabulary.json</c> says of it.</param>
    /// <param name="own">The one that a program brought, if any.</param>
    /// <param name="isOfSources">Whether it is the one of a translator's sources, where they have a vocabulary of their own.</param>
    /// <exception cref="InvalidDataException">Its files are missing, or are not those that the run was trained with.</exception>
    public static ITokenizer OpenTokenizer(this RunFolder folder, string name, string identity, ITokenizer? own = null, bool isOfSources = false)
    {
        var files = isOfSources ? folder.SourceTokenizerFolder : folder.TokenizerFolder;
        var remedy = TokenizerFactory.IsOfFiles(name) && files is null
            ? $"Put its files back, or name the place where they are now as data.tokenizer in {folder.ConfigFile}."
            : "Put its files back.";
        ITokenizer tokenizer;
        try
        {
            tokenizer = own ?? TokenizerFactory.Create(files is not null ? $"bpe:{files}" : name);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(e.Message + Environment.NewLine + remedy, e);
        }
        return tokenizer.Identity == identity
            ? tokenizer
            : throw new InvalidDataException(own is null
                ? $"The tokenizer {name} has changed since {folder.Path} was trained. {remedy}"
                : $"The tokenizer {name} has changed since {folder.Path} was trained: it is {own.Identity}, not {identity}. Put it back.");
    }
}
