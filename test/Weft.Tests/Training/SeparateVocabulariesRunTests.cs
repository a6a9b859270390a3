using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks.Translation;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Translators whose sources have a vocabulary of their own, from the text to the report.</summary>
public sealed class SeparateVocabulariesRunTests : IDisposable
{
    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(InterruptedRun.Settings, StringComparer.Ordinal)
    {
        ["byte pairs, tied, class weights, frequency bias"] = options => options with
        {
            Data = options.Data with { Tokenizer = "bpe:300" },
            Training = options.Training with { ClassWeights = "inverse-frequency" },
            Model = options.Model with { TieEmbeddings = true, FrequencyBias = true },
        },
    };

    private readonly TinyTraining _tiny = new();

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name) => InterruptedRun.AssertSameBits(_tiny, Settings[name](Options()));

    [Theory]
    [InlineData("blanks")]
    [InlineData("bpe:300")]
    public void Twenty_pairs_of_two_alphabets_are_learnt_by_heart(string tokenizer)
    {
        var random = RandomStream.For(11, "alphabets");
        string[] Lines(string letters) => [.. Enumerable.Range(0, 20).Select(i => $"{letters[i]}" + string.Concat(Enumerable.Range(0, 1 + random.NextInt32(4)).Select(_ => $" {letters[random.NextInt32(9)]}")))];
        var (sources, targets) = (Lines("abcdefghijklmnopqrst"), Lines("абвгдежзийклмнопрсту"));
        Directory.CreateDirectory(_tiny.Folder("heart"));
        foreach (var split in new[] { "train", "val", "test" })
        {
            File.WriteAllLines(Path.Combine(_tiny.Folder("heart"), split + ".de"), sources);
            File.WriteAllLines(Path.Combine(_tiny.Folder("heart"), split + ".en"), targets);
        }
        var options = Options(_tiny.Folder("heart"), tokenizer);
        var summary = _tiny.Train(options with
        {
            Budget = new BudgetOptions { Steps = 400 },
            Model = options.Model with { Dropout = 0, TieEmbeddings = true },
            Training = options.Training with { Context = 24 },
            Evaluation = options.Evaluation with { Report = true },
        }, "run");

        Assert.Equal(1, summary.Test!.Accuracy);
        Assert.Equal(100, summary.TestDetails!["chrF"]!.Value, 6);
        var sizes = new[] { "source-vocabulary.json", "vocabulary.json" }.Select(file => VocabularyFile.Load(Path.Combine(_tiny.Folder("run"), file)).Vocabulary.Count);
        Assert.Equal(sizes, [summary.Corpus.SourceVocabulary!.Value, summary.Corpus.Vocabulary]);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        foreach (var beams in new[] { 1, 4 })
            Assert.Equal(targets, trained.OpenTranslator(beams).Translate(sources));
        var lines = File.ReadAllLines(Path.Combine(_tiny.Folder("run"), "evaluation", "test", "translations.csv"));
        Assert.Equal(sources.Zip(targets, (source, target) => $"{source},{target},{target}").Order(StringComparer.Ordinal), lines.Skip(1).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("blanks")]
    [InlineData("bpe:300")]
    public void A_run_keeps_both_vocabularies_and_measures_its_splits_and_other_text(string tokenizer)
    {
        var summary = _tiny.Train(Options(tokenizer: tokenizer), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        // Prepared anew, from what the run has.
        Directory.Delete(_tiny.Cache, recursive: true);
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());

        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var (source, sourceTokenizer) = VocabularyFile.Load(Path.Combine(_tiny.Folder("run"), "source-vocabulary.json"));
        var (target, targetTokenizer) = VocabularyFile.Load(Path.Combine(_tiny.Folder("run"), "vocabulary.json"));
        Assert.NotEqual(source.Hash, target.Hash);
        Assert.StartsWith(
            $"translation|{targetTokenizer}|vocabulary:{target.Count}:{target.Hash[..8]}|source:{sourceTokenizer}|source-vocabulary:{source.Count}:{source.Hash[..8]}|context:10|float32|test:",
            summary.Test!.Signature, StringComparison.Ordinal);
        Assert.Equal(tokenizer, trained.Options.Data.Tokenizer);
        if (tokenizer != "blanks")
            Assert.Equal(sourceTokenizer, TokenizerFactory.Create($"bpe:{Path.Combine(_tiny.Folder("run"), "source-tokenizer")}").Identity);
        Directory.CreateDirectory(_tiny.Folder("other"));
        File.WriteAllText(Path.Combine(_tiny.Folder("other"), "new.de"), "the cat\nthe\n");
        File.WriteAllText(Path.Combine(_tiny.Folder("other"), "new.en"), "cx3 tx3\ntx3\n");
        var report = Assert.IsType<TranslationReport>(evaluation.OfText(_tiny.Folder("other")));
        Assert.Equal(["the cat", "the"], report.Translations.Select(pair => pair.Source).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(["tx3", "cx3 tx3"], report.Translations.Select(pair => pair.Reference).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void A_training_starts_from_such_a_run_with_both_vocabularies()
    {
        _tiny.Train(Options(), "first");
        var tree = new OptionTree();
        foreach (var assignment in new[] { "task=translation", $"training.from={_tiny.Folder("first")}" })
            tree.SetAssignment(assignment);
        Assert.Equal(VocabularySharing.Separate, tree.Build().Data.Vocabularies);
        var options = Options() with { Training = _tiny.Options.Training with { From = _tiny.Folder("first") } };
        var summary = _tiny.Train(options, "second");

        Assert.True(summary.From!.Head);
        Assert.Equal(File.ReadAllText(Path.Combine(_tiny.Folder("first"), "source-vocabulary.json")), File.ReadAllText(Path.Combine(_tiny.Folder("second"), "source-vocabulary.json")));
        Directory.Delete(_tiny.Folder("first"), recursive: true);
        using (var run = _tiny.Resume("second", new BudgetOptions { Steps = 14 }))
            Assert.Equal(14, run.Run(CancellationToken.None).Steps);
        Assert.Equal(
            $"data.vocabularies is shared, and the model of {_tiny.Folder("second")} has separate ones. Leave data.vocabularies out.",
            Assert.Throws<ConfigurationException>(() => _tiny.Train(
                options with { Data = options.Data with { Vocabularies = VocabularySharing.Shared }, Training = options.Training with { From = _tiny.Folder("second") } }, "third")).Message);
    }

    [Fact]
    public void A_run_whose_vocabulary_of_sources_is_gone_or_anothers_is_not_opened()
    {
        _tiny.Train(Options(), "run");
        var file = Path.Combine(_tiny.Folder("run"), "source-vocabulary.json");
        var before = File.ReadAllText(file);
        File.Copy(Path.Combine(_tiny.Folder("run"), "vocabulary.json"), file, overwrite: true);

        Assert.ThrowsAny<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best").Dispose());
        File.Delete(file);
        Assert.Equal($"There is no vocabulary at {file}.", Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "best")).Message);
        File.WriteAllText(file, before);
        LoadedModel.Open(_tiny.Folder("run"), "best").Dispose();
    }

    [Fact]
    public void What_does_not_go_with_two_vocabularies_is_refused_all_at_once()
    {
        var wrong = _tiny.Options with { Data = _tiny.Options.Data with { Vocabularies = VocabularySharing.Separate, Tokenizer = "bytes", MinimumCount = 0 } };

        Assert.Equal(
        [
            "data.vocabularies is separate; it must be shared where data.tokenizer has a vocabulary of its own: take words, blanks, characters, bpe or bpe:SIZE for one a side.",
            "data.minimumCount is 0; it must be at least 1.",
            "data.vocabularies is separate; it must be shared where the task is not translation: there is one vocabulary.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
        var vectors = Options() with { Vectors = new() { File = "words.txt" } };
        Assert.Equal(
            "vectors.file is words.txt; it must be empty where data.vocabularies is separate: vectors are of one vocabulary.",
            Assert.Throws<ConfigurationException>(vectors.Validate).Message);
    }

    [Fact]
    public void A_programs_tokenizer_counts_each_side_by_itself_unless_it_has_a_vocabulary()
    {
        using var cache = new TemporaryCache();
        using (var model = new TrainingBuilder(Options()).UseTokenizer(new CharacterTokenizer()).Train(_tiny.Folder("given")))
            Assert.NotNull(model.TranslateAll(["the cat"])[0]);

        // A letter that English has and its translation has not.
        Assert.True(VocabularyFile.Load(Path.Combine(_tiny.Folder("given"), "source-vocabulary.json")).Vocabulary.TryGetId("e", out _));
        Assert.False(VocabularyFile.Load(Path.Combine(_tiny.Folder("given"), "vocabulary.json")).Vocabulary.TryGetId("e", out _));
        Assert.Equal(
            "UseTokenizer does not go with data.vocabularies=separate where the tokenizer has a vocabulary of its own: set data.vocabularies=shared.",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Options()).UseTokenizer(new ByteTokenizer()).Train(_tiny.Folder("bytes"))).Message);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options(string? folder = null, string tokenizer = "blanks")
    {
        var options = TinyPairs.Options(_tiny, folder ?? (Directory.Exists(_tiny.Folder("pairs")) ? _tiny.Folder("pairs") : TinyPairs.Write(_tiny)));
        return options with { Data = options.Data with { Vocabularies = VocabularySharing.Separate, Tokenizer = tokenizer } };
    }
}
