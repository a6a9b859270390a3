using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Text.Tokenizers.Learning;

/// <summary><c>learning.json</c> beside the two files of a learnt tokenizer: what it was learnt from.</summary>
internal sealed record LearningRecord
{
    private const int CurrentSchema = 1;

    private const string FileName = "learning.json";

    /// <summary>The version of the format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>A hash of all that the learning depended on.</summary>
    public required string Key { get; init; }

    /// <summary>A hash of the files of the text.</summary>
    public required string Text { get; init; }

    /// <summary>The identity of the tokenizer: a hash of the two files.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Whether a folder has one: tokenizers that were not learnt have none.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Reads the record of a folder.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged, or of another version.</exception>
    public static LearningRecord Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var record = WeftJson.ReadFile<LearningRecord>(path, "record of a learnt tokenizer");
        return record.Schema == CurrentSchema
            ? record
            : throw new InvalidDataException($"{path} has schema {record.Schema}, and this version of Weft reads {CurrentSchema}.");
    }

    /// <summary>Writes the record of a folder.</summary>
    public void Write(string folder) => WeftJson.WriteFile(Path.Combine(folder, FileName), this);

    /// <summary>Copies a learnt tokenizer with its record.</summary>
    public static void CopyTokenizer(string from, string to)
    {
        BpeModel.Copy(from, to);
        if (IsIn(from))
            AtomicFile.WriteCopy(Path.Combine(to, FileName), Path.Combine(from, FileName));
    }
}
