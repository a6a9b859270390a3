using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Pictures;

namespace Weft.Text.Reading;

/// <summary>
/// A stretch of one document: whole lines with their line ends (the last line of a document may lack one), at most about
/// 32,000 characters unless a single line is longer. A long document comes as several pieces, so that memory stays bounded.
/// </summary>
/// <param name="Text">The text; never empty. Line ends are <c>\n</c>; <c>\r\n</c> and <c>\r</c> were turned into it.</param>
/// <param name="StartsDocument">Whether a document begins here; otherwise the piece continues the one before.</param>
/// <param name="Label">The label of the document; null where <see cref="ReadingOptions.Label"/> names no field.</param>
internal readonly record struct TextPiece(string Text, bool StartsDocument, string? Label = null)
{
    /// <summary>The right answers, where the document, one piece, is a question with its context (<see cref="AskedText"/>); else null.</summary>
    public GivenAnswers? Answers { get; init; }

    /// <summary>The picture, where the document, one piece, is its caption; else null.</summary>
    public GivenPicture? Picture { get; init; }

    /// <summary>The text by which documents are divided between splits: questions on one context are never on both sides, nor are captions of one picture.</summary>
    public string Divided => Picture is not null ? Picture.Name : Answers is null ? Text : Text[AskedText.ContextAt(Text)..];
}
