using Weft.Data.Preparing.Splitting;
using Weft.Text;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Pictures;

namespace Weft.Data.Preparing.Encoding;

/// <summary>A piece of text with everything that encoding it needs to know; with labels, the number of its document's.</summary>
internal readonly record struct PlannedPiece(string Text, Split Split, bool StartsDocument, bool EndsDocument, PieceOrigin Origin, int? Label = null)
{
    /// <summary>As <see cref="Weft.Text.Reading.TextPiece.Answers"/>.</summary>
    public GivenAnswers? Answers { get; init; }

    /// <summary>As <see cref="Weft.Text.Reading.TextPiece.Picture"/>.</summary>
    public GivenPicture? Picture { get; init; }

    /// <summary>Whether a piece of a pair begins in its second text. Pieces are whole lines, and each text is one.</summary>
    public bool BeginsInSecond { get; init; }

    /// <summary>How many characters of a piece of a pair are of its first text.</summary>
    public int FirstLength => BeginsInSecond ? 0 : Text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end + 1 : Text.Length;

    /// <summary>What a piece of a pair has of one of its texts, perhaps nothing.</summary>
    public PlannedPiece Of(PairSide side) => this with { Text = side == PairSide.Source ? Text[..FirstLength] : Text[FirstLength..] };
}

/// <summary>Groups the pieces of a corpus into batches that are worth handing to a worker.</summary>
internal static class PieceBatch
{
    /// <summary>How many characters a batch has at least, the last one excepted; part of the format as far as forgotten words go.</summary>
    private const int Characters = 1_000_000;

    /// <summary>What a picture counts besides, so that a batch has no more than some hundred.</summary>
    private const int OfPicture = 4_000;

    /// <summary>Reads the corpus in batches, in order.</summary>
    /// <param name="pieces">The corpus.</param>
    /// <param name="plan">The split of every document that is divided.</param>
    /// <param name="gaps">Which documents these are.</param>
    /// <param name="labels">Numbers the labels of documents, where they have any and they are wanted.</param>
    /// <exception cref="InvalidDataException">The corpus changed since the plan was made.</exception>
    public static IEnumerable<List<PlannedPiece>> Group(IEnumerable<CorpusPiece> pieces, SplitPlan plan, SplitGaps gaps, LabelIndex? labels = null)
    {
        var batch = new List<PlannedPiece>();
        var characters = 0;
        foreach (var piece in Plan(pieces, plan, gaps, labels))
        {
            batch.Add(piece);
            characters += piece.Text.Length + (piece.Picture is null ? 0 : OfPicture);
            if (characters < Characters)
                continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    // Whether a piece ends its document shows only when the next one begins.
    private static IEnumerable<PlannedPiece> Plan(IEnumerable<CorpusPiece> pieces, SplitPlan plan, SplitGaps gaps, LabelIndex? labels)
    {
        PlannedPiece? held = null;
        var split = Split.Train;
        var divided = 0L;
        foreach (var (piece, official, origin) in pieces)
        {
            var starts = piece.StartsDocument || held is null;
            if (starts)
                split = gaps.Divides(official) ? SplitOf(divided++, plan) : official ?? Split.Train;
            if (held is { } previous)
                yield return previous with { EndsDocument = starts };
            held = new PlannedPiece(piece.Text, split, starts, EndsDocument: true, origin, labels?.Take(piece, split, starts))
            {
                Answers = piece.Answers,
                Picture = piece.Picture,
                BeginsInSecond = !starts && held is { } before && (before.BeginsInSecond || before.Text.Contains('\n', StringComparison.Ordinal)),
            };
        }
        if (divided != plan.Count)
            throw Changed();
        labels?.Complete();
        if (held is { } last)
            yield return last;
    }

    private static Split SplitOf(long document, SplitPlan plan) => document < plan.Count ? plan[document] : throw Changed();

    private static InvalidDataException Changed() =>
        new("The corpus changed while it was being prepared. Prepare it again when its files are at rest.");
}
