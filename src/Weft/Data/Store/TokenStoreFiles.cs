using Weft.Text;

namespace Weft.Data.Store;

/// <summary>The names of the files in a token store.</summary>
internal static class TokenStoreFiles
{
    public const string Manifest = "manifest.json";

    public const string Vocabulary = "vocabulary.json";

    /// <summary>The vocabulary of the sources of pairs, where they have one of their own.</summary>
    public const string SourceVocabulary = "source-vocabulary.json";

    public static readonly Split[] Splits = [Split.Train, Split.Validation, Split.Test];

    /// <summary>The folder of a learnt tokenizer's files.</summary>
    public static string Tokenizer(string folder) => Path.Combine(folder, "tokenizer");

    /// <summary>The same of the sources of pairs, where they have a vocabulary of their own.</summary>
    public static string SourceTokenizer(string folder) => Path.Combine(folder, "source-tokenizer");

    /// <summary>The split that holds a text that is measured as a whole: see <see cref="TokenStoreManifest.IsWhole"/>.</summary>
    public const Split WholeText = Split.Test;

    /// <summary>The column of token ids.</summary>
    public const string TokenColumn = "tokens";

    /// <summary>The column of the tokens at which documents begin, and last the number of tokens.</summary>
    public const string DocumentColumn = "documents";

    /// <summary>The column of a tag for each token, where words have tags.</summary>
    public const string TagColumn = "tags";

    /// <summary>The column of a label for each document, where documents have labels.</summary>
    public const string LabelColumn = "labels";

    /// <summary>The column of pictures, each once, where documents are captions.</summary>
    public const string PictureColumn = "pictures";

    /// <summary>The column of the number of each document's picture.</summary>
    public const string PicturedColumn = "pictured";

    /// <summary>The column of the names of pictures: UTF-8, a line each.</summary>
    public const string PictureNameColumn = "picture-names";

    /// <summary>The bytes of a picture: a byte for each colour of each pixel.</summary>
    public static int PictureBytes(int side) => 3 * side * side;

    public const string TagNames = "tags.json";

    public const string LabelNames = "labels.json";

    /// <summary>The width of the id of a tag or a label.</summary>
    public const int NameBytes = sizeof(ushort);

    /// <summary>The file of a column.</summary>
    public static string Column(string folder, Split split, string name) => Path.Combine(folder, $"{SplitNames.Of(split)}.{name}");

    /// <summary>The width of an id for a vocabulary of this size.</summary>
    public static int ElementBytes(int vocabularySize) => vocabularySize <= ushort.MaxValue + 1 ? sizeof(ushort) : sizeof(uint);
}
