using Weft.Text;

namespace Weft.Data;

/// <summary>The names of the files in a token store.</summary>
internal static class TokenStoreFiles
{
    public const string Manifest = "manifest.json";

    public const string Vocabulary = "vocabulary.json";

    public static readonly Split[] Splits = [Split.Train, Split.Validation, Split.Test];

    /// <summary>The folder of a learnt tokenizer's files.</summary>
    public static string Tokenizer(string folder) => Path.Combine(folder, "tokenizer");

    /// <summary>The split that holds a text that is measured as a whole: see <see cref="TokenStoreManifest.IsWhole"/>.</summary>
    public const Split WholeText = Split.Test;

    public static string Tokens(string folder, Split split) => Path.Combine(folder, $"{SplitNames.Of(split)}.tokens");

    public static string Documents(string folder, Split split) => Path.Combine(folder, $"{SplitNames.Of(split)}.documents");

    public const string TagNames = "tags.json";

    /// <summary>The width of a tag's id.</summary>
    public const int TagBytes = sizeof(ushort);

    public static string Tags(string folder, Split split) => Path.Combine(folder, $"{SplitNames.Of(split)}.tags");

    /// <summary>The width of an id for a vocabulary of this size.</summary>
    public static int ElementBytes(int vocabularySize) => vocabularySize <= ushort.MaxValue + 1 ? sizeof(ushort) : sizeof(uint);
}
