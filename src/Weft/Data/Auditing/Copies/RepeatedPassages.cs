using Weft.Data.Auditing.Words;
using Weft.Foundation.Counting;
using Weft.Text;

namespace Weft.Data.Auditing.Copies;

/// <summary>A passage that occurred before.</summary>
/// <param name="FirstWord">The place of its first word.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="Before">Where it occurred before.</param>
internal readonly record struct RepeatedPassage(long FirstWord, int Words, long Before);

/// <summary>
/// Passages of the training text that occurred in it before, wherever they stand. A run of 13 words is remembered where its hash is the least of eight that follow one another
/// (winnowing, Schleimer, Wilkerson and Aiken 2003), which finds every passage of 20 words and more; from there a passage goes to both sides as far as the words agree.
/// </summary>
/// <param name="text">The corpus.</param>
/// <param name="fewestWords">Shorter passages are none.</param>
/// <param name="stop">Ends it.</param>
internal sealed class RepeatedPassages(AuditedText text, int fewestWords, CancellationToken stop)
{
    /// <summary>Passages must be so long to be found for certain.</summary>
    public const int Certain = Run + Window - 1;

    private const int Run = 13;
    private const int Window = 8;
    private const int MostInMemory = 1 << 22;

    /// <summary>Finds them.</summary>
    /// <param name="besides">What is known as a copy already.</param>
    /// <param name="marks">Takes the words of passages.</param>
    public List<RepeatedPassage> Find(WordMarks besides, WordMarks marks)
    {
        using var sorted = new KeyedSort<long>(MostInMemory, text.Folder);
        foreach (var document in text.Documents)
        {
            stop.ThrowIfCancellationRequested();
            if (document.Split == Split.Train)
                Remember(document, sorted);
        }
        var found = new List<RepeatedPassage>();
        foreach (var places in SharedKeys.Of(sorted))
        {
            foreach (var place in places[1..])
            {
                if (!marks[place] && !besides[place] && Extended(place, places[0]) is { } passage && passage.Words >= fewestWords)
                {
                    marks.Mark(passage.FirstWord, passage.Words);
                    found.Add(passage);
                }
            }
        }
        found.Sort((one, other) => one.FirstWord.CompareTo(other.FirstWord));
        return found;
    }

    private void Remember(AuditedDocument document, KeyedSort<long> sorted)
    {
        var words = text.WordsOf(document);
        var rolling = new RollingHash(Run);
        Span<ulong> last = stackalloc ulong[Window];
        var remembered = -1;
        for (var i = 0; i < words.Length; i++)
        {
            var hash = rolling.Next(words, i);
            if (i < Run - 1)
                continue;
            last[(i - Run + 1) % Window] = hash;
            if (i < Certain - 1)
                continue;
            // The last of the least, so that the choice depends on these eight alone.
            var least = i - Run + 1;
            for (var back = 1; back < Window; back++)
            {
                if (last[(i - Run + 1 - back) % Window] < last[least % Window])
                    least = i - Run + 1 - back;
            }
            if (least != remembered)
                sorted.Add(last[least % Window], document.FirstWord + least);
            remembered = least;
        }
    }

    private RepeatedPassage? Extended(long place, long before)
    {
        var (here, there) = (text.Documents[text.DocumentAt(place)], text.Documents[text.DocumentAt(before)]);
        var words = text.WordsOf(here);
        var others = text.WordsOf(there);
        var (i, j) = ((int)(place - here.FirstWord), (int)(before - there.FirstWord));
        if (!words.Slice(i, Run).SequenceEqual(others.Slice(j, Run)))
            return null;
        var (begin, end) = (0, Run);
        while (begin < Math.Min(i, j) && words[i - begin - 1] == others[j - begin - 1])
            begin++;
        while (i + end < words.Length && j + end < others.Length && words[i + end] == others[j + end])
            end++;
        // A text that repeats itself runs into itself.
        var length = (int)Math.Min(begin + end, place - before);
        return new RepeatedPassage(place - begin, length, before - begin);
    }
}
