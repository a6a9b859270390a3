namespace Weft.Evaluation.Captions;

/// <summary>ROUGE-L (Lin 2004) as COCO's caption evaluation computes it: the longest common subsequence of words, its share of the caption (precision) and of the reference (recall), each the
/// greatest of all references, and recall counting 1.2 squared times as much as precision.</summary>
internal static class RougeL
{
    private const double Beta = 1.2;

    /// <summary>The score of a caption, from 0 to 1.</summary>
    /// <param name="caption">Its words.</param>
    /// <param name="references">Those of the right captions, at least one.</param>
    public static double Of(string[] caption, IReadOnlyList<string[]> references)
    {
        if (caption.Length == 0)
            return 0;
        var common = references.Select(reference => (Length: Common(caption, reference), Of: reference.Length)).ToList();
        var precision = common.Max(found => (double)found.Length / caption.Length);
        var recall = common.Max(found => found.Of == 0 ? 0 : (double)found.Length / found.Of);
        return precision == 0 || recall == 0 ? 0 : (1 + Beta * Beta) * precision * recall / (recall + Beta * Beta * precision);
    }

    // The length of the longest common subsequence, a row of the table at a time.
    private static int Common(string[] one, string[] other)
    {
        var before = new int[other.Length + 1];
        foreach (var word in one)
        {
            var row = new int[other.Length + 1];
            for (var i = 0; i < other.Length; i++)
                row[i + 1] = word == other[i] ? before[i] + 1 : Math.Max(before[i + 1], row[i]);
            before = row;
        }
        return before[^1];
    }
}
