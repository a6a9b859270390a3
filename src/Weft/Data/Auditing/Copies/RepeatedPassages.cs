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
/// Passages of the training text that occurred in it before, wherever they stand. <see cref="Winnowing"/> finds every one of 20 words and more; from there a passage goes to
/// both sides as far as the words agree.
/// </summary>
/// <param name="text">The corpus.</param>
/// <param name="fewestWords">Shorter passages are none.</param>
/// <param name="stop">Ends it.</param>
internal sealed class RepeatedPassages(AuditedText text, int fewestWords, CancellationToken stop)
{
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
                Winnowing.Choose(text.WordsOf(document), (hash, place) => sorted.Add(hash, document.FirstWord + place));
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

    private RepeatedPassage? Extended(long place, long before)
    {
        var (here, there) = (text.Documents[text.DocumentAt(place)], text.Documents[text.DocumentAt(before)]);
        var words = text.WordsOf(here);
        var others = text.WordsOf(there);
        var (i, j) = ((int)(place - here.FirstWord), (int)(before - there.FirstWord));
        if (!words.Slice(i, Winnowing.Run).SequenceEqual(others.Slice(j, Winnowing.Run)))
            return null;
        var (begin, end) = (0, Winnowing.Run);
        while (begin < Math.Min(i, j) && words[i - begin - 1] == others[j - begin - 1])
            begin++;
        while (i + end < words.Length && j + end < others.Length && words[i + end] == others[j + end])
            end++;
        // A text that repeats itself runs into itself.
        var length = (int)Math.Min(begin + end, place - before);
        return new RepeatedPassage(place - begin, length, before - begin);
    }
}
