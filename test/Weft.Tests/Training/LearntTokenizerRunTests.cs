using Weft.Data;
using Weft.Generation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Tests.Text.Tokenizers.Learning;
using Weft.Text;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Tests.Training;

/// <summary>Runs whose tokenizer was learnt from their text.</summary>
public sealed class LearntTokenizerRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_run_goes_on_writes_and_is_measured_when_nothing_is_left_in_the_cache()
    {
        var options = Options("bpe:300");
        var whole = _tiny.Train(options, "whole");
        using (var recorder = new Recorder { StopAfter = 6 })
            _tiny.Train(options, "parts", recorder, recorder.Token);
        Directory.Delete(_tiny.Cache, recursive: true);
        using (var resumed = _tiny.Resume("parts"))
            Assert.Equal(whole.Validation!.Loss, resumed.Run(CancellationToken.None).Validation!.Loss);

        // What was learnt is not learnt again, and the store is that of the first training.
        Assert.False(Directory.Exists(Path.Combine(_tiny.Cache, "tokenizers")));
        using var trained = LoadedModel.Open(_tiny.Folder("parts"), "best");
        using var store = _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None);
        Assert.Equal(whole.Validation.Loss, new SplitMeter(trained.Model, store, TaskSetups.SetupOf(trained.Options)).Measure(Split.Validation).Loss, 1e-6);
        Directory.Delete(_tiny.Cache, recursive: true);
        File.Delete(_tiny.Source);
        var generator = new TextGenerator(trained.Model, trained.Tokenizer, trained.Vocabulary, trained.Options.Training.Context, trained.Device);
        Assert.StartsWith("The cat\u2019s 猫\n", generator.Generate("The cat\u2019s 猫\n", new GenerationOptions { Tokens = 4 }, _ => { }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resolved_options_give_the_same_tokenizer_again()
    {
        _tiny.Train(Options("bpe"), "auto");
        var options = RunFolder.Open(_tiny.Folder("auto")).ReadOptions();
        Directory.Delete(_tiny.Cache, recursive: true);
        _tiny.Train(options, "again");

        Assert.Matches("^bpe:[0-9]+$", options.Data.Tokenizer);
        foreach (var file in (string[])["vocab.json", "merges.txt"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_tiny.Folder("auto"), "tokenizer", file)), File.ReadAllBytes(Path.Combine(_tiny.Folder("again"), "tokenizer", file)));
    }

    [Fact]
    public void Changed_text_is_found_when_a_run_goes_on()
    {
        _tiny.Train(Options("bpe:300"), "run");
        File.AppendAllText(_tiny.Source, "One more.\n");
        var error = Assert.Throws<InvalidDataException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 30 }));

        Assert.StartsWith($"{_tiny.Source} is not the text that {_tiny.Folder("run")} is trained on; it has changed since the run began: changed: text.txt.", error.Message);
        Assert.Contains($"weft evaluate {_tiny.Folder("run")} --data {_tiny.Source}", error.Message);
        // A run of before that has no record of its text is refused as well.
        File.Delete(_tiny.Folder("run/corpus.json"));
        Assert.Contains(
            $"it has changed since the run began.{Environment.NewLine}",
            Assert.Throws<InvalidDataException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 30 })).Message);
    }

    [Fact]
    public void A_changed_tokenizer_of_a_run_is_found()
    {
        _tiny.Train(Options("bpe:300"), "run");
        var merges = Path.Combine(_tiny.Folder("run"), "tokenizer", "merges.txt");
        File.WriteAllLines(merges, File.ReadAllLines(merges)[..^1]);

        Assert.Contains("Put them back", Assert.Throws<InvalidDataException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 30 })).Message);
        Assert.Contains("has changed", Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best")).Message);
    }

    [Fact]
    public void A_tokenizer_of_one_run_may_be_that_of_another_text()
    {
        _tiny.Train(Options("bpe:300"), "run");
        var tokenizer = $"bpe:{Path.Combine(_tiny.Folder("run"), "tokenizer")}";
        var other = _tiny.Folder("other.txt");
        File.WriteAllText(other, string.Concat(Enumerable.Repeat("the dog likes a cat.\n\n", 100).Index().Select(line => $"{line.Index} {line.Item}")));
        _tiny.Train(Options(tokenizer) with { Data = new DataOptions { Source = other, Tokenizer = tokenizer } }, "other");
        Directory.Delete(_tiny.Folder("run"), recursive: true);

        using var trained = LoadedModel.Open(_tiny.Folder("other"), "best");
        using var resumed = _tiny.Resume("other", new BudgetOptions { Steps = 14 });
        Assert.Equal(14, resumed.Run(CancellationToken.None).Steps);
    }

    [Theory]
    [InlineData(Texts.German)]
    [InlineData(Texts.Chinese)]
    [InlineData(Texts.Japanese)]
    [InlineData(Texts.Thai)]
    [InlineData(Texts.Emoji)]
    [InlineData(Texts.Code)]
    public void Text_of_any_language_trains_without_any_option(string text)
    {
        File.WriteAllText(_tiny.Source, string.Concat(Enumerable.Range(0, 60).Select(i => $"{text}{i}\n\n")));
        var summary = _tiny.Train(Options("auto") with { Budget = new BudgetOptions { Steps = 2 } }, "run");
        var run = RunFolder.Open(_tiny.Folder("run"));

        Assert.StartsWith("bpe:", run.ReadOptions().Data.Tokenizer, StringComparison.Ordinal);
        Assert.InRange(summary.Validation!.BitsPerByte!.Value, 0.1, 12);
        Assert.Equal(
            text, TrainedText(text));
    }

    [Fact]
    public void Word_dropout_and_sentences_go_with_it()
    {
        var options = Options("bpe:300") with { Data = new DataOptions { Source = _tiny.Source, Tokenizer = "bpe:300", Level = TextLevel.Sentence } };
        var summary = _tiny.Train(
            options with
            {
                Training = options.Training with { Batching = BatchingMode.Padded },
                Sampling = options.Sampling with { WordDropout = 0.5 },
            }, "run");

        Assert.True(double.IsFinite(summary.Test!.Loss));
    }

    [Theory]
    [InlineData("auto", false, "Tokenizer: bpe:301, learnt from the training split (15.7 kB); --tokenizer words takes words instead.")]
    [InlineData("bpe:300", false, "Tokenizer: bpe:300, learnt from the training split (15.7 kB).")]
    [InlineData("bpe:9000", false, "Tokenizer: bpe:301, learnt from the training split (15.7 kB). More was asked for (bpe:9000), but no two neighbours are left in it that occur twice.")]
    [InlineData("auto", true, "Tokenizer: words, since vectors.file holds vectors of words; --tokenizer bpe learns one from the text instead.")]
    [InlineData("words", false, null)]
    public void One_line_says_which_tokenizer_was_taken_and_why(string asked, bool prefersWords, string? expected) =>
        Assert.Equal(expected, Told(new DataOptions { Source = _tiny.Source, Tokenizer = asked }, prefersWords));

    [Fact]
    public void One_line_says_why_blanks_were_taken()
    {
        Assert.Equal("Tokenizer: blanks, since data.level is word.", Told(new DataOptions { Source = _tiny.Source, Level = TextLevel.Word }));
        File.WriteAllText(_tiny.Source, "the <unk> @-@ end .\n\none .\n\ntwo .\n");
        Assert.Equal(
            "Tokenizer: blanks, since the text has WikiText's marks and so is divided into words already; --tokenizer bpe learns one from the text instead.",
            Told(new DataOptions { Source = _tiny.Source }));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options(string tokenizer) => _tiny.Options with { Data = new DataOptions { Source = _tiny.Source, Tokenizer = tokenizer } };

    private string TrainedText(string text)
    {
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var ids = new List<int>();
        trained.Tokenizer.Encode(text, trained.Vocabulary, endsDocument: false, ids);
        return trained.Tokenizer.Decode(ids.ToArray(), trained.Vocabulary);
    }

    private string? Told(DataOptions options, bool prefersWords = false)
    {
        var told = new List<string>();
        var corpora = new CorpusProvider(_tiny.Cache, _tiny.Folder("data"), () => Stream.Null, tell: told.Add);
        corpora.Prepare(options, CancellationToken.None, prefersWords).Store.Dispose();
        return told.SingleOrDefault(line => line.StartsWith("Tokenizer: ", StringComparison.Ordinal));
    }
}
