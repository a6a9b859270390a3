using System.Diagnostics;
using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Data.Auditing;

/// <summary>Says what is wrong with a text before it is trained on.</summary>
internal static class CorpusAudit
{
    /// <summary>Audits a text, in bounded memory but for 60 bytes a document and two bits a word.</summary>
    /// <param name="corpus">The text; bytes that are not UTF-8 must be replaced, not refused.</param>
    /// <param name="data">How it is read and divided.</param>
    /// <param name="options">What counts as a finding.</param>
    /// <param name="scratch">Where temporary files go: about as much as the text.</param>
    /// <param name="use">Takes the report while the words it is of are still there, and gives back what is made of it.</param>
    /// <param name="progress">Hears how far it has come.</param>
    /// <param name="stop">Ends it; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or there are too few documents to divide.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static T Run<T>(
        ICorpusReader corpus, DataOptions data, AuditOptions options, string scratch, Func<AuditReport, AuditedText, T> use, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var text = TextTaking.Take(corpus, data, scratch, new ReadingCounts(), progress, stop);
        var drafts = Drafts(new Looking(text, options, stop), progress).Where(draft => draft.Count > 0).OrderBy(draft => draft.Kind).ToList();
        var words = drafts.SelectMany(draft => draft.Places).SelectMany(place => place.With is { } with ? new[] { place.Word, with } : [place.Word]);
        var places = Places.Find(corpus, words, progress, stop);
        var report = new AuditReport(
            data.Source, text.Documents.Length, text.WordCount, corpus.Sources.Sum(source => source.Bytes), watch.Elapsed.TotalSeconds, HeldOutWords(text),
            [.. drafts.Select(draft => FindingOf(draft, text.WordCount, places))]);
        return use(report, text);
    }

    private static List<FindingDraft> Drafts(Looking looking, IProgress<WorkProgress>? progress)
    {
        var drafts = new List<FindingDraft>();
        Look("looking for copies of documents", looking.Copies);
        Look("looking for repeated passages", () => [looking.Passages()]);
        Look("looking for boilerplate", () => [looking.Boilerplate()]);
        Look("looking for held-out text in training", () => [looking.Leak()]);
        Look("looking at lines", looking.Lines);
        Look("looking for text without order", () => [looking.Salad()]);
        Look("looking at labels", () => [looking.Labels()]);
        return drafts;

        void Look(string what, Func<IEnumerable<FindingDraft>> look) => drafts.AddRange(progress.During(what, look));
    }

    private static long HeldOutWords(AuditedText text)
    {
        var words = 0L;
        foreach (var document in text.Documents)
            words += document.Split == Weft.Text.Split.Train ? 0 : document.Words;
        return words;
    }

    private static Finding FindingOf(FindingDraft draft, long allWords, Places places)
    {
        var words = draft.Words ?? draft.Marks.Count;
        var share = (double)words / (draft.Of ?? Math.Max(1, allWords));
        return new Finding(
            draft.Kind, draft.Count, draft.Unit, words, share, Costs.Of(draft.Kind, share),
            [.. draft.Places.Select(place => new FindingExample(places.Of(place.Word).Place, places.Of(place.Word).Text, place.With is { } with ? places.Of(with).Place : null, place.Note))], draft.Marks)
        {
            Details = draft.Details,
        };
    }
}
