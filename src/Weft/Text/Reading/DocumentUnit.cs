namespace Weft.Text.Reading;

/// <summary>What counts as one document in a text file: the unit that is never divided between train, validation and test.</summary>
public enum DocumentUnit
{
    /// <summary><see cref="Heading"/> where the text has WikiText's headings in its first 64 kB, otherwise <see cref="BlankLine"/>.</summary>
    Auto,

    /// <summary>The whole file.</summary>
    File,

    /// <summary>Paragraphs: blank lines end a document (and belong to the one before them).</summary>
    BlankLine,

    /// <summary>Every line by itself.</summary>
    Line,

    /// <summary>Articles: a WikiText heading of the first level, <c> = Title = </c> between blank lines, begins a document.</summary>
    Heading,
}
