using TorchSharp;
using Weft.Data;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Classification;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Records.Extending;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification;

/// <summary>Texts in batches, files in windows, and words that are left out: against texts one by one, with a model that has learnt nothing.</summary>
public sealed class TextPredictionTests : IDisposable
{
    private const string Long = "so good it is so bad it is one good bad";

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly LabelledStore _labelled = new(LabelledStore.Texts);
    private readonly TemporaryFolder _folder = new();
    private readonly TransformerModel _model;

    public TextPredictionTests()
    {
        random.manual_seed(4);
        _model = new TransformerModel(TinyModels.PreNorm, _labelled.Store.Vocabulary.Count, classes: 3, AttentionKind.Full, Precision.Float32, CPU);
    }

    public static TheoryData<string> Formats => ["a.csv", "a.jsonl"];

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Texts_in_batches_have_the_probabilities_of_each_alone(PaddingSide side)
    {
        var classifier = Classifier(side);
        string[] texts = [Long, "good", "", "so bad", "it is so good one", "bad", " ", "one"];

        var together = classifier.Predict(texts);

        Assert.Equal([2, 6], together.Index().Where(found => found.Item is null).Select(found => found.Index));
        Assert.All(together.Zip(texts).Where(pair => pair.First is not null), pair => AssertIsOf(classifier.Predict(pair.Second)!, pair.First!));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_files_records_have_the_labels_of_each_text_alone_and_keep_their_order_over_windows(string name)
    {
        var words = new[] { "so", "good", "bad", "it", "is", "one" };
        var choices = RandomStream.For(8, "texts");
        var texts = Enumerable.Range(0, 40).Select(i => i % 9 == 8 ? "" : string.Join(' ', Enumerable.Range(0, 1 + choices.NextInt32(9)).Select(_ => words[choices.NextInt32(6)]))).ToList();
        var isJson = name.EndsWith(".jsonl", StringComparison.Ordinal);
        var rows = texts.Select((text, i) => isJson ? $"{{\"id\":{i},\"text\":\"{text}\"}}" : $"{i},\"{text}\"").ToList();
        var path = _folder.Write(name, (isJson ? "" : "id,text\n") + string.Concat(rows.Select(row => row + "\n")));
        var classifier = Classifier();

        var (output, found) = Predicted(path, top: 2, windowRecords: 7);

        var expected = rows.Zip(texts, (row, text) => classifier.Predict(text) is not { } alone
            ? isJson ? $"{row[..^1]},\"prediction\":null,\"probability\":null,\"prediction2\":null,\"probability2\":null}}" : row + ",,,,"
            : isJson ? $"{row[..^1]},{string.Join(',', Places(alone).Select(place => $"\"prediction{place.Place}\":\"{place.Label}\",\"probability{place.Place}\":{place.Share}"))}}}"
            : $"{row},{string.Join(',', Places(alone).Select(place => $"{place.Label},{place.Share}"))}");
        // Six digits may differ in the last one.
        AssertSame(string.Concat(expected.Prepend(isJson ? "" : "id,text,prediction,probability,prediction2,probability2").Select(row => row.Length > 0 ? row + "\n" : "")), output);
        Assert.Equal(new LabelledRecords(40, 4), found);
        Assert.Equal(output, Predicted(path, top: 2, windowRecords: 1000).Output);
    }

    [Fact]
    public void A_stop_leaves_no_file()
    {
        using var stop = new CancellationTokenSource();
        var (path, into) = (_folder.Write("in.csv", "text\n" + string.Concat(Enumerable.Repeat("good\n", 20))), _folder.File("out/out.csv"));
        // The header has been written when the first window is there.
        var progress = new Reports(_ => stop.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() => AtomicFile.Write(into, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            using var records = Open(path, top: 1);
            new FilePrediction(Classifier(), top: 1) { WindowRecords = 5 }.Write(records, text, progress, stop.Token);
        }));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("out")));
    }

    [Fact]
    public void A_words_change_is_that_of_the_text_without_it()
    {
        var classifier = Classifier();
        var words = Long.Split(' ');
        var prediction = classifier.Predict(Long)!;
        // By hand: the words that the model sees, each left out of the text.
        var expected = words.Take(8).Select((word, i) =>
                (Word: word, Change: classifier.Predict(string.Join(' ', words.Where((_, other) => other != i)))!.Probabilities[prediction.Label] - prediction.Probability))
            .Where(word => word.Change <= -0.0005).OrderBy(word => word.Change).ToList();

        var told = new Occlusion(classifier).Explain(prediction);

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(word => word.Word), told.Select(word => word.Word));
        Assert.All(expected.Zip(told), pair => Assert.Equal(pair.First.Change, pair.Second.Change, 1e-6));
    }

    [Fact]
    public void Unknown_words_have_their_own_names_and_the_only_word_is_not_left_out()
    {
        var classifier = Classifier();

        Assert.Equal(["good", "zebra", ",", "", "one", ""], classifier.NamesOf("Good Zebra,\none", classifier.Encode("Good Zebra,\none")));
        Assert.Empty(new Occlusion(classifier).Explain(classifier.Predict("good")!));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _labelled.Dispose();
        _scope.Dispose();
    }

    private static IEnumerable<(string Place, string Label, string Share)> Places(LabelPrediction prediction) =>
        prediction.Probabilities.Take(2).Select((label, i) => (i == 0 ? "" : $"{i + 1}", label.Key, $"{label.Value:0.######}"));

    private static void AssertIsOf(LabelPrediction alone, LabelPrediction together)
    {
        Assert.Equal((alone.Text, alone.Label), (together.Text, together.Label));
        Assert.All(alone.Probabilities, label => Assert.Equal(label.Value, together.Probabilities[label.Key], 1e-6));
    }

    private static void AssertSame(string expected, string actual)
    {
        char[] borders = [',', ':', '}', '\n'];
        Assert.All(expected.Split(borders).Zip(actual.Split(borders), (one, other) => (one, other)), pair =>
        {
            if (pair.one.StartsWith("0.", StringComparison.Ordinal))
                Assert.Equal(double.Parse(pair.one, null), double.Parse(pair.other, null), 2e-6);
            else
                Assert.Equal(pair.one, pair.other);
        });
        Assert.Equal(expected.Count(letter => letter == '\n'), actual.Count(letter => letter == '\n'));
    }

    private static ExtensibleRecords Open(string path, int top) => ExtensibleRecords.Open(
        path, path.EndsWith(".csv", StringComparison.Ordinal) ? TextFormat.Csv : TextFormat.JsonLines, new ReadingOptions(), new ReadingCounts(), FilePrediction.FieldsOf(top));

    private (string Output, LabelledRecords Found) Predicted(string path, int top, int windowRecords)
    {
        using var records = Open(path, top);
        using var into = new StringWriter();
        var found = new FilePrediction(Classifier(), top) { WindowRecords = windowRecords }.Write(records, into, null, TestContext.Current.CancellationToken);
        return (into.ToString(), found);
    }

    private TextClassifier Classifier(PaddingSide side = PaddingSide.Right) => new(
        _model, new WordTokenizer(), _labelled.Store.Vocabulary, _labelled.Store.LabelNames, new ClassificationSetup { Context = 8, Batch = 3, Padding = side });

    private sealed class Reports(Action<WorkProgress> hear) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => hear(value);
    }
}
