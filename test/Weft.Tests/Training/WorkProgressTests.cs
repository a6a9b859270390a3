using Weft.Foundation;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Training;
using Weft.Training.Starting;

namespace Weft.Tests.Training;

/// <summary>Nothing that takes time stands still: each part of a training reports from its beginning to its end.</summary>
public sealed class WorkProgressTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly List<WorkProgress> _heard = [];

    [Fact]
    public void Every_part_of_a_training_reports_and_is_over()
    {
        var options = _tiny.Options with { Evaluation = _tiny.Options.Evaluation with { EverySteps = 6, Report = true, Stride = 5 } };
        var corpora = new CorpusProvider(_tiny.Cache, _tiny.Folder("data"), () => Stream.Null, new Hears(_heard));
        using (var run = new TrainingOpener(corpora, new Recorder()).Create(options, _tiny.Folder("run")))
            run.Run(CancellationToken.None);

        string[] expected =
        [
            "hashing files", "dividing documents", "counting words", "encoding", "writing the token store", "building the model",
            "measuring validation, stride 5", "saving a checkpoint", "measuring validation", "measuring test", "measuring test, stride 5", "drawing pictures",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), _heard.Select(report => report.What).Distinct().Order(StringComparer.Ordinal));
        // Two pieces of work with the same name are over twice: so the last report of each is its end.
        Assert.All(_heard.GroupBy(report => report.What), reports => Assert.True(reports.Last().IsOver, reports.Key));
    }

    [Fact]
    public void A_measurement_counts_tokens_and_is_over_only_when_its_figures_are_there()
    {
        _tiny.Train(_tiny.Options, "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        using var store = _tiny.Corpora().PrepareAgain(trained.Options, trained.Folder, CancellationToken.None);
        var tokens = store[Weft.Text.Split.Train].Count;

        var result = new SplitMeter(trained.Model, store, TaskSetups.SetupOf(trained.Options), new Hears(_heard)).Measure(Weft.Text.Split.Train);

        Assert.Equal(new WorkProgress("measuring train", 0, tokens, "tokens"), _heard[0]);
        // Eight windows of ten tokens a batch.
        Assert.Equal(new WorkProgress("measuring train", 80, tokens, "tokens"), _heard[1]);
        Assert.Equal(2 + (tokens + 79) / 80, _heard.Count);
        Assert.Equal(tokens - 1, _heard[^2].Done);
        Assert.True(_heard[^1].IsOver);
        Assert.DoesNotContain(_heard.SkipLast(1), report => report.IsOver);
        Assert.Equal(tokens, result.Targets);
    }

    [Fact]
    public void One_large_file_is_hashed_piece_by_piece()
    {
        var path = _tiny.Folder("large.txt");
        File.WriteAllBytes(path, new byte[5 << 20]);
        var pieces = new List<int>();

        Assert.Equal(Hashes.Sha256OfFile(path), Hashes.Sha256OfFile(path, pieces.Add, CancellationToken.None));

        Assert.Equal(20, pieces.Count);
        Assert.Equal(5 << 20, pieces.Sum());
    }

    [Fact]
    public void Hashing_the_text_can_be_stopped()
    {
        _tiny.Train(_tiny.Options, "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        File.WriteAllText(_tiny.Source, new string('a', 5 << 20));
        foreach (var prepare in new Action<CorpusProvider, CancellationToken>[]
        {
            (corpora, stop) => corpora.Prepare(_tiny.Options.Data, stop),
            (corpora, stop) => corpora.PrepareAgain(trained.Options, trained.Folder, stop),
            (corpora, stop) => corpora.PrepareWhole(trained.Options.Data, trained.Tokenizer, trained.Vocabulary, stop),
        })
        {
            using var stop = new CancellationTokenSource();
            var heard = new List<WorkProgress>();
            var corpora = new CorpusProvider(_tiny.Cache, _tiny.Folder("data"), () => Stream.Null, new StopsAtOnce(heard, stop));

            Assert.Throws<OperationCanceledException>(() => prepare(corpora, stop.Token));

            // After the first block nothing more was read.
            Assert.Equal(new WorkProgress("hashing files", 1 << 18, 5 << 20, "bytes"), Assert.Single(heard));
        }
    }

    public void Dispose() => _tiny.Dispose();

    private sealed class StopsAtOnce(List<WorkProgress> heard, CancellationTokenSource stop) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            heard.Add(value);
            stop.Cancel();
        }
    }

    private sealed class Hears(List<WorkProgress> heard) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => heard.Add(value);
    }
}
