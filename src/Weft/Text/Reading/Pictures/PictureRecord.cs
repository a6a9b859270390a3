using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Pictures;

/// <summary>Joins a record's picture and its caption.</summary>
internal static class PictureRecord
{
    /// <summary>What <c>data.field</c> starts as: the field of the picture's file.</summary>
    public const string ImageField = "image";

    /// <summary>What <c>data.second</c> starts as: the field of the caption.</summary>
    public const string CaptionField = "caption";

    /// <summary>The record's document, its caption on one line; or what is wrong with it. A record that names no picture is passed over.</summary>
    /// <param name="image">The path of the picture, as it stands there.</param>
    /// <param name="caption">What the field of the caption holds; null where there is no value.</param>
    /// <param name="options">The names of the fields, the folder that paths begin in, and what is known of pictures.</param>
    public static RecordText Of(string image, string? caption, ReadingOptions options)
    {
        if (image.Length == 0)
            return new RecordText("");
        if (string.IsNullOrWhiteSpace(image) || string.IsNullOrWhiteSpace(caption))
        {
            var field = string.IsNullOrWhiteSpace(image) ? options.Field : options.Second;
            return new RecordText(null, $"without '{field}'", $": the text '{field}' is empty.");
        }
        if (NameOf(image) is not { } name)
            return new RecordText(null, "whose picture lies elsewhere", $": the path '{image}' leaves the folder of the file. Put pictures into it or below it, and name them from there on.");
        var picture = new GivenPicture(name, Path.Combine(options.Folder, name));
        return options.Pictures!.Of(picture.File).Problem is { } problem
            ? new RecordText(null, problem.Reason, $": {picture.File} {problem.Message}")
            : new RecordText(RecordPair.First(caption)) { Picture = picture };
    }

    /// <summary>A path with slashes; null where it is no path from a folder on that stays within it.</summary>
    internal static string? NameOf(string image)
    {
        var name = image.Trim().Replace('\\', '/');
        var parts = name.Split('/');
        // A colon is a drive, or a stream of a file, on Windows alone; there and here the same records are right.
        var isWithin = !name.StartsWith('/') && !name.Contains(':', StringComparison.Ordinal) && !parts.Contains("..") && !name.Any(char.IsControl);
        return isWithin ? string.Join('/', parts.Where(part => part is not ("." or ""))) : null;
    }
}
