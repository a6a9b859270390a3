using System.Globalization;
using System.Text.Json;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Cli.Verbs;

/// <summary><c>weft predict</c> with files, several labels and words.</summary>
public sealed class PredictFileTests(PredictFileTests.TrainedRun trained) : IClassFixture<PredictFileTests.TrainedRun>
{
    private readonly TinyTraining _tiny = trained.Tiny;
    private readonly string _run = trained.Tiny.Folder("run");

    [Fact]
    public void A_file_is_labelled_as_its_texts_are_and_says_what_has_no_label()
    {
        var (data, into) = (_tiny.Folder("new.csv"), _tiny.Folder("made/labelled.csv.gz"));
        File.WriteAllBytes(data, [.. "id,review\n1,the cat runs home\n2,\"a dog, \"\"red\"\"\"\n3,\n4,\n5,a cat\n6,a"u8, 0xFF, (byte)'\n']);

        var (code, output, errors) = CommandLine.Run("predict", _run, "--data", data, "--out", into, "--top", "9");

        Assert.True(code == 0, errors);
        Assert.EndsWith($"6 records with their labels are in {into}", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(
            ["Records without a word to tell a label from: 2. Their prediction is empty.", "Sequences that are not UTF-8: 1. U+FFFD stands in their place."],
            errors.TrimEnd().Split(Environment.NewLine));
        using var packed = new System.IO.Compression.GZipStream(File.OpenRead(into), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        var lines = reader.ReadToEnd().TrimEnd().Split('\n');
        // All labels, since there are but three.
        Assert.Equal("id,review,prediction,probability,prediction2,probability2,prediction3,probability3", lines[0]);
        var (_, alone, _) = CommandLine.Run("predict", _run, "--text", "the cat runs home", "--text", "a dog, \"red\"", "--top", "9");
        Assert.Equal(["1,the cat runs home", "2,\"a dog, \"\"red\"\"\""], alone.TrimEnd().Split(Environment.NewLine).Zip(lines[1..], StartOf));
        Assert.Equal(["3,,,,,,,", "4,,,,,,,"], lines[3..5]);
    }

    [Fact]
    public void Without_a_file_to_write_the_records_are_the_output_and_nothing_else_is()
    {
        var data = _tiny.Folder("new.jsonl");
        File.WriteAllText(data, "{\"body\":\"the cat\",\"n\":1}\nnonsense\n{\"body\":\"a dog\",\"n\":2}\n");

        var (code, output, errors) = CommandLine.Run("predict", _run, "--data", data, "--field", "body");

        Assert.True(code == 0, errors);
        Assert.Equal("1 records were passed over: 1 not JSON.", errors.TrimEnd());
        Assert.Equal([1, 2], output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("n").GetInt32()));
        (code, output, errors) = CommandLine.Run("predict", _run, "--data", data, "--field", "body", "--out", _tiny.Folder("out.jsonl"), "--json");
        Assert.Equal((0, 2), (code, TinyCommands.LastLine(output).GetProperty("records").GetInt32()));
        Assert.Contains("2 records with their labels are in", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_stand_under_their_text_the_most_important_first()
    {
        var (code, output, errors) = CommandLine.Run("predict", _run, "--text", "the cat runs home", "--text", "cat", "--explain", "--top", "2");
        var lines = output.TrimEnd().Split(Environment.NewLine);

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"\A\w+\t0\.\d{4}\t\w+\t0\.\d{4}\z", lines[0]);
        Assert.All(lines[1..^1], line => Assert.Matches(@"\A  (the|cat|runs|home)  -0\.\d{3}\z", line));
        var changes = lines[1..^1].Select(line => double.Parse(line.Split("  ")[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(changes.Order(), changes);
        Assert.DoesNotContain("  ", lines[^1], StringComparison.Ordinal);
        (_, output, _) = CommandLine.Run("predict", _run, "--text", "the cat runs home", "--explain", "--json");
        var words = JsonDocument.Parse(output).RootElement.GetProperty("predictions")[0].GetProperty("words").EnumerateArray().ToList();
        Assert.Equal(lines[1..^1], words.Select(word => $"  {word.GetProperty("word").GetString()}  {word.GetProperty("change").GetDouble():F3}"));
        Assert.NotEmpty(words);
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        var data = _tiny.Folder("new.csv");
        File.WriteAllText(data, "id,review\n1,cat\n");

        Refusal.AssertIs(2, Predict("--top", "0"), "--top is 0; it must be at least 1.");
        Refusal.AssertIs(2, Predict("--data", data, "--explain"), "--explain does not go with --data: each text would be predicted once more for each of its words.");
        Refusal.AssertIs(2, Predict("--data", data, "--text", "cat"), "--text does not go with --data");
        Refusal.AssertIs(2, Predict("--data", data, "--json"), "--json needs --out with --data");
        Refusal.AssertIs(2, Predict("--out", data, "--field", "x"), "--field is about the records of a file.", "--out is about the records of a file.");
        Refusal.AssertIs(2, Predict("--data", "a.parquet"), "--data is a.parquet; weft predict reads .csv, .tsv, .jsonl and .ndjson, also with .gz, and of taggers and translators text.");
        Refusal.AssertIs(2, Predict("--data", data, "--out", "b.jsonl"), $"--out is b.jsonl, and the records stay as they are in {data}. Name a file with the ending .csv.");
        Refusal.AssertIs(1, Predict("--data", _tiny.Folder("none.csv")), $"There is no file {_tiny.Folder("none.csv")}.");
        Refusal.AssertIs(1, Predict("--data", data, "--out", _run), $"{_run} is a folder, and cannot be written as a file. Name another.");
        Refusal.AssertIs(1, Predict("--data", data, "--out", Path.Combine(data, "a.csv")), "a.csv cannot be written. Name another file: --out FILE");
        Refusal.AssertIs(1, Predict("--data", data, "--field", "body"), $"{data} has no column 'body'; it has: id, review. Choose one with --field NAME.");
        File.WriteAllText(data, "probability,review\n1,cat\n");
        Refusal.AssertIs(1, Predict("--data", data, "--out", _tiny.Folder("out.csv")), $"{data} has a field 'probability' already");
        Assert.False(File.Exists(_tiny.Folder("out.csv")));
    }

    /// <summary>What of a row stands before the labels and probabilities of its text, which are compared.</summary>
    private static string StartOf(string alone, string row)
    {
        var fields = row.Split(',');
        var labels = alone.Split('\t');
        for (var i = 0; i < labels.Length; i += 2)
        {
            Assert.Equal(labels[i], fields[^6..][i]);
            Assert.Equal(double.Parse(labels[i + 1], CultureInfo.InvariantCulture), double.Parse(fields[^6..][i + 1], CultureInfo.InvariantCulture), 1e-4);
        }
        return string.Join(',', fields[..^6]);
    }

    private (int ExitCode, string Output, string Errors) Predict(params string[] more) => CommandLine.Run(["predict", _run, .. more]);

    /// <summary>A run that all tests use; it passes over records without text.</summary>
    public sealed class TrainedRun : IDisposable
    {
        private readonly TemporaryCache _cache = new();

        public TrainedRun()
        {
            var options = TinyReviews.Options(Tiny, TinyReviews.Write(Tiny));
            Tiny.Train(
                options with { Budget = new BudgetOptions { Steps = 120 }, Data = options.Data with { InvalidRecords = InvalidRecords.Skip, InvalidUtf8 = InvalidUtf8.Replace } }, "run");
        }

        internal TinyTraining Tiny { get; } = new();

        public void Dispose()
        {
            Tiny.Dispose();
            _cache.Dispose();
        }
    }
}
