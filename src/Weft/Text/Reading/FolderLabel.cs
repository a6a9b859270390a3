using Weft.Text.Reading.Records;

namespace Weft.Text.Reading;

/// <summary>The label of a text file, where labels are asked for: the name of the folder that it lies in, a folder for each label.</summary>
internal static class FolderLabel
{
    /// <summary>The label of a file; null where none is asked for, or the format has labels of its own.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">Whether labels are asked for.</param>
    /// <exception cref="InvalidDataException">The name is no label: it has a line end, or there is none.</exception>
    public static string? Of(TextSource source, ReadingOptions options)
    {
        if (options.Label is null || source.Format != TextFormat.Text)
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(source.Path))!;
        var record = RecordLabel.With(new RecordText(source.Path), Path.GetFileName(folder), options);
        return record.Label ?? throw new InvalidDataException($"{folder}{record.Problem} The folder's name is the label: rename it.");
    }
}
