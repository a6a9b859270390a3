using Weft.Text;

namespace Weft.Data.Preparing.Splitting;

/// <summary>
/// Divides whole documents between train and the splits that a corpus lacks. Documents are ordered by a hash keyed with the seed;
/// validation takes the first of them up to its part of the characters, test the next, train the rest. A document that is longer than
/// what a split has left is passed over for train, unless the split has three quarters of its part: then the next split begins. One
/// that is longer than any part always trains. Where the documents that fit are fewer than the parts ask for, the parts shrink alike. So copies of a document are always on the same side,
/// the plan does not depend on the order of the files, and a document that is added moves few others.
/// </summary>
internal sealed class SplitPlanner
{
    private const double FullEnough = 0.75;

    private readonly DocumentTable _documents;
    private readonly IReadOnlyList<SplitShare> _shares;
    private readonly HashSplits _splits = new();

    // By split: its different documents with text, and its characters.
    private readonly long[] _texts = new long[Enum.GetValues<Split>().Length];
    private readonly long[] _characters = new long[Enum.GetValues<Split>().Length];

    private SplitPlanner(DocumentTable documents, IReadOnlyList<SplitShare> shares) => (_documents, _shares) = (documents, shares);

    /// <summary>Plans the splits.</summary>
    /// <param name="options">The ratios, and the source for the error.</param>
    /// <param name="documents">The documents to divide.</param>
    /// <param name="missing">The splits to take out of them: validation, test or both, in that order.</param>
    /// <exception cref="InvalidDataException">There are fewer different documents with text than splits.</exception>
    public static SplitPlan Plan(DataOptions options, DocumentTable documents, IReadOnlyList<Split> missing)
    {
        var planner = new SplitPlanner(documents, [.. missing.Select(split => new SplitShare(split, options.RatioOf(split)))]);
        planner.Fill(options);
        planner.FillEmptySplits();
        return new SplitPlan(documents, planner._splits, SplitSentences.OfShares(planner._shares, planner._characters));
    }

    private void Fill(DataOptions options)
    {
        var total = _documents.Characters;
        var longest = _shares.Max(share => share.Ratio) * total;
        // What the parts must shrink to, so that a corpus with few documents that fit into them has some for each.
        var fitting = 0L;
        foreach (var document in _documents.Distinct())
        {
            fitting += document.Length <= longest ? document.Length : 0;
            Count(document, Split.Train, 1);
        }
        if (_texts[(int)Split.Train] <= _shares.Count)
            throw SplitSentences.TooFew(options, _shares);
        var scale = Math.Min(1, fitting / (_shares.Sum(share => share.Ratio) * total));
        var (begun, used, ratio, next) = (0L, 0L, _shares[0].Ratio, 0);
        var limit = Limit();
        foreach (var document in _documents.Distinct())
        {
            if (document.Length > longest)
            {
                _splits.Pass();
                continue;
            }
            while (used + document.Length > limit && used - begun >= FullEnough * (limit - begun))
            {
                if (++next == _shares.Count)
                    return;
                ratio += _shares[next].Ratio;
                begun = used;
                limit = Limit();
            }
            if (used + document.Length > limit)
            {
                _splits.Pass();
                continue;
            }
            _splits.Append(document.Hash, _shares[next].Split);
            Count(document, Split.Train, -1);
            Count(document, _shares[next].Split, 1);
            used += document.Length;
        }

        long Limit() => (long)(ratio * scale * total);
    }

    // Each split has a document with text: the shortest that another can spare, train first; and train gets the longest.
    private void FillEmptySplits()
    {
        foreach (var split in _shares.Select(share => share.Split).Append(Split.Train).Where(split => _texts[(int)split] == 0))
        {
            var sparing = (Split)Array.FindIndex(_texts, count => count > 1);
            var spare = _documents.Distinct().Where(document => document.HasText && _splits.Of(document.Hash) == sparing);
            var moved = split == Split.Train ? spare.MaxBy(document => document.Length) : spare.MinBy(document => document.Length);
            _splits.Move(moved.Hash, split);
            Count(moved, sparing, -1);
            Count(moved, split, 1);
        }
    }

    private void Count(DistinctDocument document, Split split, int sign)
    {
        _texts[(int)split] += document.HasText ? sign : 0;
        _characters[(int)split] += sign * document.Length;
    }
}

/// <summary>A split to be taken, and its part of the characters.</summary>
internal readonly record struct SplitShare(Split Split, double Ratio);
