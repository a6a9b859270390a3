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

    private readonly DistinctDocuments _documents;
    private readonly IReadOnlyList<SplitShare> _shares;
    private readonly byte[] _splits;

    private SplitPlanner(DistinctDocuments documents, IReadOnlyList<SplitShare> shares)
    {
        (_documents, _shares) = (documents, shares);
        _splits = new byte[documents.Order.Length];
    }

    /// <summary>Plans the splits.</summary>
    /// <param name="options">The ratios, and the source for the error.</param>
    /// <param name="documents">The documents to divide.</param>
    /// <param name="missing">The splits to take out of them: validation, test or both, in that order.</param>
    /// <exception cref="InvalidDataException">There are fewer different documents with text than splits.</exception>
    public static SplitPlan Plan(DataOptions options, DocumentTable documents, IReadOnlyList<Split> missing)
    {
        var distinct = new DistinctDocuments(documents);
        IReadOnlyList<SplitShare> shares = [.. missing.Select(split => new SplitShare(split, options.RatioOf(split)))];
        if (distinct.All().Where(document => document.HasText).Take(shares.Count + 1).Count() <= shares.Count)
            throw SplitSentences.TooFew(options, shares);
        var planner = new SplitPlanner(distinct, shares);
        planner.Fill();
        planner.FillEmptySplits();
        return new SplitPlan(planner._splits, SplitSentences.OfShares(shares, planner.Characters()));
    }

    private void Fill()
    {
        var total = _documents.All().Sum(document => document.Length);
        var longest = _shares.Max(share => share.Ratio) * total;
        // What the parts must shrink to, so that a corpus with few documents that fit into them has some for each.
        var fitting = _documents.All().Sum(document => document.Length <= longest ? document.Length : 0);
        var scale = Math.Min(1, fitting / (_shares.Sum(share => share.Ratio) * total));
        var (begun, used, ratio, next) = (0L, 0L, _shares[0].Ratio, 0);
        var limit = Limit();
        foreach (var document in _documents.All().Where(document => document.Length <= longest))
        {
            while (used + document.Length > limit && used - begun >= FullEnough * (limit - begun))
            {
                if (++next == _shares.Count)
                    return;
                ratio += _shares[next].Ratio;
                begun = used;
                limit = Limit();
            }
            if (used + document.Length > limit)
                continue;
            Put(document, _shares[next].Split);
            used += document.Length;
        }

        long Limit() => (long)(ratio * scale * total);
    }

    // Each split has a document with text: the shortest that another can spare, train first; and train gets the longest.
    private void FillEmptySplits()
    {
        foreach (var split in _shares.Select(share => share.Split).Append(Split.Train))
        {
            var texts = new int[Enum.GetValues<Split>().Length];
            foreach (var document in _documents.All().Where(document => document.HasText))
                texts[(int)SplitOf(document)]++;
            if (texts[(int)split] > 0)
                continue;
            var sparing = (Split)Array.FindIndex(texts, count => count > 1);
            var spare = _documents.All().Where(document => document.HasText && SplitOf(document) == sparing);
            Put(split == Split.Train ? spare.MaxBy(document => document.Length) : spare.MinBy(document => document.Length), split);
        }
    }

    private long[] Characters()
    {
        var characters = new long[Enum.GetValues<Split>().Length];
        foreach (var document in _documents.All())
            characters[(int)SplitOf(document)] += document.Length;
        return characters;
    }

    private Split SplitOf(DistinctDocument document) => (Split)_splits[_documents.Order[document.Start]];

    private void Put(DistinctDocument document, Split split)
    {
        foreach (var copy in _documents.Order[document.Start..document.End])
            _splits[copy] = (byte)split;
    }
}

/// <summary>A split to be taken, and its part of the characters.</summary>
internal readonly record struct SplitShare(Split Split, double Ratio);
