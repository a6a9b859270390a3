using Weft.Data.Auditing.Copies;
using Weft.Data.Auditing.Losses;
using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;
using Weft.Text;

namespace Weft.Data.Auditing;

/// <summary>Looks for each finding in a text.</summary>
/// <param name="text">The text.</param>
/// <param name="options">What counts as a finding.</param>
/// <param name="stop">Ends it.</param>
internal sealed class Looking(AuditedText text, AuditOptions options, CancellationToken stop)
{
    private readonly WordMarks _copies = new(text.WordCount);
    private readonly CopyGroups _groups = ExactCopies.Find(text);
    private readonly WordMarks _foreign = new(text.WordCount);

    /// <summary>Documents with the same text as others, and with nearly the same one, within a split. Exact copies and near ones stand in the same groups.</summary>
    public IEnumerable<FindingDraft> Copies()
    {
        var exact = new CopyFinding(text, FindingKind.Duplicates, options.Examples);
        for (var number = 0; number < text.Documents.Length; number++)
        {
            if (_groups.FirstOf(number) is var first && first != number)
                exact.Add(number, first, note: null);
        }
        var near = new CopyFinding(text, FindingKind.NearDuplicates, options.Examples);
        foreach (var copy in new NearCopies(text, options.Similarity, stop).Find(_groups))
            near.Add(copy.Document, copy.First, FormattableString.Invariant($"Jaccard index {copy.Similarity:0.00}"));
        _copies.Mark(exact.Marks);
        _copies.Mark(near.Marks);
        return [exact.Draft(), near.Draft()];
    }

    /// <summary>Passages that occurred before, within documents that are no copies.</summary>
    public FindingDraft Passages()
    {
        var marks = new WordMarks(text.WordCount);
        var found = new RepeatedPassages(text, options.PassageWords, stop).Find(_copies, marks);
        marks.Unmark(_copies);
        _copies.Mark(marks);
        return new FindingDraft(
            FindingKind.Passages, found.Count, "passages", marks,
            [.. found.OrderByDescending(passage => passage.Words).Take(options.Examples).Select(passage => new ExamplePlace(passage.FirstWord, passage.Before, $"{passage.Words:N0} words"))]);
    }

    /// <summary>Lines that stand in many documents.</summary>
    public FindingDraft Boilerplate()
    {
        var marks = new WordMarks(text.WordCount);
        var found = BoilerplateLines.Find(text, options.BoilerplateDocuments, marks, stop);
        return new FindingDraft(
            FindingKind.Boilerplate, found.Sum(lines => lines.Count - 1L), "lines", marks,
            [.. found.Take(options.Examples).Select(lines => new ExamplePlace(text.Line(lines[1]).FirstWord, text.Line(lines[0]).FirstWord, $"{lines.Count:N0} times"))]);
    }

    /// <summary>Held-out text that occurs in training: copies of documents, and runs of words.</summary>
    public FindingDraft Leak()
    {
        var marks = new WordMarks(text.WordCount);
        var copies = CopiesAcross(out var training);
        var details = new Dictionary<string, double>();
        IReadOnlyDictionary<int, (long Place, long Training)> found = training;
        var heldOut = HeldOut();
        var of = Math.Max(1, heldOut.Count);
        foreach (var length in HeldOutOverlap.Lengths)
        {
            var runs = new WordMarks(text.WordCount);
            var places = new HeldOutOverlap(text, stop).Mark(length, runs);
            if (length == options.LeakWords)
                (marks, found) = (runs, training.Concat(places).DistinctBy(place => place.Key).ToDictionary());
            details[$"runsOf{length}"] = (double)Both(runs, heldOut).Count / of;
        }
        marks.Mark(copies);
        var leaked = Both(marks, heldOut);
        marks.Unmark(heldOut);
        return new FindingDraft(
            FindingKind.Leak, Enumerable.Range(0, text.Documents.Length).LongCount(number => IsLeaked(number, leaked)), "documents", marks,
            [.. found.OrderByDescending(place => leaked.CountOf(text.Documents[place.Key].FirstWord, text.Documents[place.Key].Words)).ThenBy(place => place.Key)
                .Take(options.Examples).Select(place => new ExamplePlace(place.Value.Place, place.Value.Training))])
        {
            Words = leaked.Count,
            Of = of,
            Details = details,
        };
    }

    /// <summary>Lines that are wrong by themselves: their language, letters, marks and length.</summary>
    public IEnumerable<FindingDraft> Lines()
    {
        var look = new LineFindings(text, options.Examples, _foreign);
        look.Run(stop);
        return look.Drafts();
    }

    /// <summary>Passages whose words stand in no order; lines in other languages are not among them.</summary>
    public FindingDraft Salad()
    {
        var marks = new WordMarks(text.WordCount);
        var found = new WordSalad(text, _copies, stop).Find().Where(passage => 2 * _foreign.CountOf(passage.FirstWord, passage.Words) < passage.Words).ToList();
        found.ForEach(passage => marks.Mark(passage.FirstWord, passage.Words));
        return new FindingDraft(
            FindingKind.Salad, found.Count, "passages", marks,
            [.. found.OrderByDescending(passage => passage.Words).Take(options.Examples).Select(passage => new ExamplePlace(passage.FirstWord + passage.Words / 2, Note: $"{passage.Words:N0} words"))]);
    }

    /// <summary>Documents of one text with different labels.</summary>
    public FindingDraft Labels()
    {
        var (marks, count, places) = (new WordMarks(text.WordCount), 0L, new List<ExamplePlace>());
        foreach (var (first, others) in ExactCopies.Groups(text))
        {
            var documents = others.Prepend(first).Select(number => text.Documents[number]).ToList();
            if (documents.DistinctBy(document => document.Label).Take(2).Count() < 2)
                continue;
            documents.ForEach(document => marks.Mark(document.FirstWord, document.Words));
            count += documents.Count;
            if (places.Count < options.Examples)
                places.Add(new ExamplePlace(documents[0].FirstWord, documents.First(document => document.Label != documents[0].Label).FirstWord));
        }
        return new FindingDraft(FindingKind.Labels, count, "documents", marks, places);
    }

    private WordMarks HeldOut()
    {
        var marks = new WordMarks(text.WordCount);
        foreach (var document in text.Documents)
        {
            if (document.Split != Split.Train)
                marks.Mark(document.FirstWord, document.Words);
        }
        return marks;
    }

    // The words of documents whose group has some on both sides; and for each held-out one its place and that of the first one of training.
    private WordMarks CopiesAcross(out Dictionary<int, (long Place, long Training)> heldOut)
    {
        var (marks, training, groupsHeldOut) = (new WordMarks(text.WordCount), new Dictionary<int, int>(), new HashSet<int>());
        for (var number = 0; number < text.Documents.Length; number++)
        {
            if (text.Documents[number].Split == Split.Train)
                training.TryAdd(_groups.FirstOf(number), number);
            else
                groupsHeldOut.Add(_groups.FirstOf(number));
        }
        heldOut = [];
        for (var number = 0; number < text.Documents.Length; number++)
        {
            var document = text.Documents[number];
            if (!groupsHeldOut.Contains(_groups.FirstOf(number)) || !training.TryGetValue(_groups.FirstOf(number), out var first))
                continue;
            marks.Mark(document.FirstWord, document.Words);
            if (document.Split != Split.Train && document.Words > 0)
                heldOut[number] = (document.FirstWord, text.Documents[first].FirstWord);
        }
        return marks;
    }

    private bool IsLeaked(int number, WordMarks leaked) => text.Documents[number] is var document && document.Split != Split.Train && leaked.CountOf(document.FirstWord, document.Words) > 0;

    private WordMarks Both(WordMarks one, WordMarks other)
    {
        // What is in both is one less what is in one and not in the other.
        var (rest, both) = (new WordMarks(text.WordCount), new WordMarks(text.WordCount));
        rest.Mark(one);
        rest.Unmark(other);
        both.Mark(one);
        both.Unmark(rest);
        return both;
    }
}
