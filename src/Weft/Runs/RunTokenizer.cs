using Weft.Text.Tokenizers;

namespace Weft.Runs;

/// <summary>The tokenizer of a run folder.</summary>
internal static class RunTokenizer
{
    /// <summary>Makes the run's tokenizer again: from its own files, where they were learnt.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="name">The resolved <c>data.tokenizer</c>.</param>
    /// <param name="identity">What <c>vocabulary.json</c> says of it.</param>
    /// <param name="own">The one that a program brought, if any.</param>
    /// <exception cref="InvalidDataException">Its files are missing, or are not those that the run was trained with.</exception>
    public static ITokenizer OpenTokenizer(this RunFolder folder, string name, string identity, ITokenizer? own = null)
    {
        var hasOwn = folder.TokenizerFolder is not null;
        var remedy = TokenizerFactory.IsOfFiles(name) && !hasOwn
            ? $"Put its files back, or name the place where they are now as data.tokenizer in {folder.ConfigFile}."
            : "Put its files back.";
        ITokenizer tokenizer;
        try
        {
            tokenizer = own ?? TokenizerFactory.Create(hasOwn ? $"bpe:{folder.TokenizerFolder}" : name);
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
