using Weft.Data;
using Weft.Data.Auditing;
using Weft.Data.Auditing.Results;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Reading.Encodings;

namespace Weft.Tests.Data.Auditing;

public sealed class CorpusAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Copies_of_documents_are_found_with_their_places()
    {
        var story = Story(1, 60);
        _folder.Write("corpus/train.txt", $"{story}\n{Story(2, 60)}\n{story}\n{Changed(story)}\n");
        HoldOut();

        var report = Audit(new DataOptions { Documents = Weft.Text.Reading.DocumentUnit.Line });

        var copies = Find(report, FindingKind.Duplicates)!;
        Assert.Equal((1, 60), (copies.Count, copies.Words));
        Assert.EndsWith("train.txt, line 3", copies.Examples.Single().Place);
        Assert.EndsWith("train.txt, line 1", copies.Examples.Single().With);
        var near = Find(report, FindingKind.NearDuplicates)!;
        Assert.Equal((1, 60), (near.Count, near.Words));
        Assert.EndsWith("train.txt, line 4", near.Examples.Single().Place);
        // One word of sixty is another: 51 of 61 runs are in both.
        Assert.Equal("Jaccard index 0.84", near.Examples.Single().Note);
        Assert.Null(Find(report, FindingKind.Passages));
    }

    [Fact]
    public void A_passage_that_occurred_before_is_found_whole()
    {
        var passage = Story(3, 60);
        _folder.Write("corpus/train.txt", $"{Story(1, 200)} {passage} {Story(2, 150)}\n{Story(4, 90)} {passage} {Story(5, 300)}\n");
        HoldOut();

        var found = Find(Audit(new DataOptions { Documents = Weft.Text.Reading.DocumentUnit.Line }), FindingKind.Passages)!;

        Assert.Equal((1, 60), (found.Count, found.Words));
        Assert.EndsWith("train.txt, line 2", found.Examples.Single().Place);
    }

    [Fact]
    public void Held_out_text_in_training_is_counted_by_the_length_of_runs()
    {
        var passage = Story(3, 20);
        _folder.Write("corpus/train.txt", $"{Story(1, 200)} {passage} {Story(2, 150)}\n");
        _folder.Write("corpus/valid.txt", $"{Story(6, 80)}\n");
        _folder.Write("corpus/test.txt", $"{passage} {Story(7, 80)}\n");

        var leak = Find(Audit(new DataOptions()), FindingKind.Leak)!;

        Assert.Equal((1, 20), (leak.Count, leak.Words));
        Assert.Equal(20.0 / 180, leak.Share, 1e-9);
        Assert.Equal(20.0 / 180, leak.Details["runsOf8"], 1e-9);
        Assert.Equal(20.0 / 180, leak.Details["runsOf13"], 1e-9);
        Assert.Equal(0, leak.Details["runsOf50"]);
        Assert.EndsWith("test.txt, line 1", leak.Examples.Single().Place);
        Assert.EndsWith("train.txt, line 1", leak.Examples.Single().With);
        // What a clean corpus leaves out is of training alone.
        Assert.Equal(20, leak.Marks.Count);
    }

    [Fact]
    public void Lines_of_many_documents_are_boilerplate()
    {
        for (var i = 0; i < 12; i++)
            _folder.Write($"corpus/page{i}.txt", $"{Story(i, 30)}\nAll rights reserved by nobody\n");

        var found = Find(Audit(new DataOptions()), FindingKind.Boilerplate)!;

        Assert.Equal((11, 55), (found.Count, found.Words));
        Assert.Equal("12 times", found.Examples.Single().Note);
    }

    [Fact]
    public void Texts_with_two_labels_contradict_each_other()
    {
        _folder.Write("corpus/train.csv", "text,label\nsend the money now,spam\nlunch at noon,mail\nsend the money now,mail\nsee you soon,mail\n");
        _folder.Write("corpus/test.csv", "text,label\nanother text altogether,mail\n");
        _folder.Write("corpus/valid.csv", "text,label\nand one more of them,mail\n");

        var found = Find(Audit(new DataOptions { Label = "label" }), FindingKind.Labels)!;

        Assert.Equal((2, 8), (found.Count, found.Words));
        Assert.Contains("document 1", found.Examples.Single().Place);
        Assert.Contains("document 3", found.Examples.Single().With);
    }

    [Fact]
    public void Lines_that_are_wrong_by_themselves_are_found()
    {
        _folder.Write("corpus/train.txt", $"The cat is on the roof and the dogs are not in the house.\nCafÃ© au lait\n<p>one</p>\nDer Hund und die Katze sind nicht auf dem Dach, und das ist gut.\nПривет всем и каждому\n{new string('x', 10_001)}\nThe dogs are in the house and the cat is at the park with them.\nHe was not to be seen, and they had but one of these.\n");
        HoldOut();

        var report = Audit(new DataOptions());

        Assert.EndsWith("line 2", Find(report, FindingKind.Encoding)!.Examples.Single().Place);
        Assert.EndsWith("line 3", Find(report, FindingKind.Markup)!.Examples.Single().Place);
        Assert.Equal(["German", "Cyrillic"], Find(report, FindingKind.Language)!.Examples.Select(example => example.Note));
        Assert.EndsWith("line 6", Find(report, FindingKind.LongLines)!.Examples.Single().Place);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_finding_and_no_error()
    {
        Directory.CreateDirectory(_folder.File("corpus"));
        File.WriteAllBytes(_folder.File("corpus/train.txt"), [.. "a line and "u8, 0xFF, 0xFE, .. " bytes\nanother one\n"u8]);
        HoldOut();

        Assert.Equal(1, Find(Audit(new DataOptions()), FindingKind.Encoding)!.Count);
    }

    [Fact]
    public void Shuffled_passages_are_told_from_sentences()
    {
        // A language of its own: every word has three that may follow it.
        var random = RandomStream.For(1, "language");
        var words = new List<int> { 0 };
        for (var i = 1; i < 40_000; i++)
            words.Add((words[^1] * 3 + random.NextInt32(3)) % 500);
        foreach (var from in new[] { 5_000, 20_000, 33_000 })
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(words).Slice(from, 300));
        _folder.Write("corpus/train.txt", string.Concat(words.Select((word, i) => $"w{word}{(i % 20 == 19 ? "\n" : " ")}")));
        HoldOut();

        var found = Find(Audit(new DataOptions()), FindingKind.Salad)!;

        Assert.Equal(3, found.Count);
        Assert.InRange(found.Words, 860, 940);
        // The middle of each passage: lines have twenty words.
        Assert.Equal([258, 1_008, 1_658], found.Examples.Select(example => int.Parse(example.Place.Split("line ")[1])).Order().Select(line => line / 10 * 10 + 8));
    }

    [Fact]
    public void A_clean_corpus_has_none_of_it()
    {
        var story = Story(1, 60);
        _folder.Write("corpus/train.txt", $"{story}\n{Story(2, 60)}\n{story}\nCafÃ©\n\nThe end.\n");
        HoldOut();
        var data = new DataOptions { Documents = Weft.Text.Reading.DocumentUnit.Line };

        Audit(data, (corpus, report, text) => new CleanText(text, CleanText.MarksOf(report, text), data).Write(corpus, _folder.File("clean"), progress: null, CancellationToken.None));

        Assert.Equal($"{story}\n{Story(2, 60)}\n\nThe end.\n", File.ReadAllText(_folder.File("clean/train.txt")));
        Assert.Equal(File.ReadAllText(_folder.File("corpus/test.txt")), File.ReadAllText(_folder.File("clean/test.txt")));
    }

    [Fact]
    public void Records_are_cleaned_with_their_labels()
    {
        _folder.Write("corpus/train.csv", "body,kind\n\"send, money\",spam\nlunch at noon,mail\nlunch at noon,mail\n");
        _folder.Write("corpus/test.csv", "body,kind\nanother text,mail\n");
        _folder.Write("corpus/valid.csv", "body,kind\none more,mail\n");
        var data = new DataOptions { Field = "body", Label = "kind" };

        Audit(data, (corpus, report, text) => new CleanText(text, CleanText.MarksOf(report, text), data).Write(corpus, _folder.File("clean"), progress: null, CancellationToken.None));

        Assert.Equal("{\"body\":\"send, money\",\"kind\":\"spam\"}\n{\"body\":\"lunch at noon\",\"kind\":\"mail\"}\n", File.ReadAllText(_folder.File("clean/train.jsonl")));
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        _folder.Write("corpus/train.txt", $"{Story(1, 60)}\n");
        HoldOut();

        Assert.Empty(Audit(new DataOptions()).Findings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File("scratch")));
    }

    public void Dispose() => _folder.Dispose();

    private void HoldOut()
    {
        _folder.Write("corpus/valid.txt", $"{Story(91, 40)}\n");
        _folder.Write("corpus/test.txt", $"{Story(92, 40)}\n");
    }

    private AuditReport Audit(DataOptions data, Action<ICorpusReader, AuditReport, Weft.Data.Auditing.Words.AuditedText>? use = null)
    {
        data = data with { Source = _folder.File("corpus"), InvalidUtf8 = InvalidUtf8.Replace };
        var corpus = new CorpusFiles(CorpusLocator.Locate(data.Source, new CorpusOptions { DataFolder = _folder.Path }), data.ToReading());
        return CorpusAudit.Run(corpus, data, new AuditOptions(), _folder.File("scratch"), (report, text) =>
        {
            use?.Invoke(corpus, report, text);
            return report;
        }, progress: null, CancellationToken.None);
    }

    private static Finding? Find(AuditReport report, FindingKind kind) => report.Findings.SingleOrDefault(finding => finding.Kind == kind);

    // So many different words, other ones for each number.
    private static string Story(int number, int words) => string.Join(' ', Enumerable.Range(0, words).Select(i => $"s{number}w{i}"));

    private static string Changed(string story) => story.Replace("w30 ", "other ", StringComparison.Ordinal);
}
