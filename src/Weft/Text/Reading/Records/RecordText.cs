using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Pictures;

namespace Weft.Text.Reading.Records;

/// <summary>The text of a record, or what is wrong with it.</summary>
/// <param name="Text">The text; null where there is none.</param>
/// <param name="Reason">What is wrong, to follow "10 records": <c>without 'text'</c>.</param>
/// <param name="Problem">What is wrong, to follow the place of the record in an error, with a remedy: <c> is not valid JSON: …</c></param>
/// <param name="Label">The label, where records have one and this one has a text.</param>
internal readonly record struct RecordText(string? Text, string Reason = "", string Problem = "", string? Label = null)
{
    /// <summary>The right answers, where the text is a question with its context.</summary>
    public GivenAnswers? Answers { get; init; }

    /// <summary>The picture, where the text is its caption.</summary>
    public GivenPicture? Picture { get; init; }

    /// <summary>Whether a record without text is passed over and counted whatever else is an error: nothing is wrong with it but that it cannot be learnt.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>The pieces of the text; none for a record that is passed over and counted.</summary>
    /// <param name="where">The place of the record.</param>
    /// <param name="options">Whether there may be records without.</param>
    /// <param name="counts">Counts those that are passed over.</param>
    /// <exception cref="InvalidDataException">There is no text, and records without are errors.</exception>
    public IEnumerable<TextPiece> OrSkip(string where, ReadingOptions options, ReadingCounts counts) =>
        IsThere(where, options, counts) ? Pieces() : [];

    /// <summary>Whether there is a text; a record without is counted.</summary>
    /// <inheritdoc cref="OrSkip"/>
    public bool IsThere(string where, ReadingOptions options, ReadingCounts counts)
    {
        if (Text is not null)
            return true;
        if (options.InvalidRecords == InvalidRecords.Fail && !IsLeftOut)
            throw new InvalidDataException($"{where}{Problem}{(options.AreSettings ? " To pass over such records: --set data.invalidRecords=skip." : "")}");
        counts.Skip(Reason);
        return false;
    }

    // The place of an answer would not survive a division, and a caption is one line.
    private IEnumerable<TextPiece> Pieces() => Answers is null && Picture is null ? RecordPieces.Of(Text!, Label)
        : Text!.Length == 0 ? [] : [new TextPiece(Text, StartsDocument: true) { Answers = Answers, Picture = Picture }];
}
