using TorchSharp;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Ngrams;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Training.Starting;

/// <summary>What a training takes of the run that it starts from, bit for bit.</summary>
public sealed class StartingRunTests : IDisposable
{
    private const string Body = "embedding.weight";

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyTraining _tiny = new();

    [Theory]
    [InlineData(PositionEncoding.Sinusoidal, false)]
    [InlineData(PositionEncoding.Learned, true)]
    public void A_classifier_takes_the_body_of_a_language_model_and_begins_its_head_anew(PositionEncoding positions, bool averaged)
    {
        var source = _tiny.Options with { Model = _tiny.Options.Model with { Positions = positions, Norm = NormPlacement.Pre, TieEmbeddings = true } };
        if (averaged)
            source = source with { Optimizer = source.Optimizer with { AverageDecay = 0.9 }, Evaluation = source.Evaluation with { Weights = WeightsChoice.Average } };
        var best = _tiny.Train(source, "lm").BestStep;
        var options = Reviews() with { Model = source.Model };

        var (taken, fresh) = (Parameters(From(options, "lm"), out var sources), Parameters(From(options, "lm"), out _, isDrawn: true));

        Assert.Equal((_tiny.Folder("lm"), best, averaged ? WeightsChoice.Average : WeightsChoice.Raw, false), (sources.Run!.Run, sources.Run.Step, sources.Run.Weights, sources.Run.Head));
        var file = Path.Combine(_tiny.Folder("lm"), $"checkpoints/step-{best}", averaged ? "optimizer.safetensors" : "model.safetensors");
        Assert.Equal(Hashes.Sha256OfFile(file), sources.Run.Sha256);
        using var saved = SafetensorsFile.Read(file);
        foreach (var (name, values) in taken.Where(entry => !entry.Key.StartsWith("decoder_", StringComparison.Ordinal)))
        {
            var there = empty_like(values);
            saved.CopyTo(averaged ? name + ".average" : name, there);
            Assert.True(there.Equals(values), name);
        }
        Assert.Equal(positions == PositionEncoding.Learned, taken.ContainsKey("positions"));
        Assert.All(["decoder_weight", "decoder_bias"], name => Assert.True(fresh[name].Equals(taken[name]), name));
        Assert.False(fresh[Body].Equals(taken[Body]));
    }

    [Fact]
    public void A_language_model_goes_on_where_its_source_ended_before_its_first_step()
    {
        var options = _tiny.Options with { Model = _tiny.Options.Model with { FrequencyBias = true } };
        var summary = _tiny.Train(options, "lm");
        using var store = _tiny.Corpora().Prepare(From(options, "lm"), CancellationToken.None).Store;

        using var task = Build(From(options, "lm"), store).Task;

        Assert.Equal(summary.Validation, task.Measure(Split.Validation, CancellationToken.None));
        Assert.Equal(summary.Test, task.Measure(Split.Test, CancellationToken.None));
    }

    [Fact]
    public void A_head_of_the_same_labels_is_taken_with_its_ngrams_and_another_begins_anew()
    {
        var options = Reviews() with { Model = _tiny.Options.Model with { Ngrams = new NgramOptions { Buckets = 50, Dimension = 4 } } };
        _tiny.Train(options, "reviews");
        var more = From(options with { Data = options.Data with { Source = TinyReviews.Write(_tiny, 300, "more.csv") } }, "reviews");
        File.WriteAllText(_tiny.Folder("other.csv"), File.ReadAllText(more.Data.Source).Replace(",others", ",none", StringComparison.Ordinal));

        var saved = Saved("reviews");
        AssertTaken(true, more);
        AssertTaken(false, more with { Data = more.Data with { Source = _tiny.Folder("other.csv") } });
        AssertTaken(false, more with { Model = more.Model with { Pooling = PoolingKind.Last } });
        AssertTaken(false, more with { Model = more.Model with { Ngrams = new NgramOptions { Buckets = 50, Dimension = 5 } } });

        void AssertTaken(bool isTaken, RunOptions of)
        {
            var parameters = Parameters(of, out var sources);
            Assert.Equal(isTaken, sources.Run!.Head);
            Assert.True(saved[Body].Equals(parameters[Body]));
            Assert.All(["decoder_weight", "decoder_bias", "ngrams"], name => Assert.Equal(isTaken, saved[name].Equals(parameters[name])));
        }
    }

    [Fact]
    public void A_translator_takes_all_of_a_translator()
    {
        var options = TinyPairs.Options(_tiny, TinyPairs.Write(_tiny));
        _tiny.Train(options, "translator");

        var parameters = Parameters(From(options with { Data = options.Data with { Source = TinyPairs.Write(_tiny, 300, "more") } }, "translator"), out var sources);

        Assert.True(sources.Run!.Head);
        Assert.Contains(parameters.Keys, name => name.StartsWith("encoder.", StringComparison.Ordinal));
        var saved = Saved("translator");
        Assert.All(parameters, entry => Assert.True(saved[entry.Key].Equals(entry.Value), entry.Key));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("bpe:300")]
    public void Another_text_is_read_with_the_runs_tokens(string tokenizer)
    {
        _tiny.Train(_tiny.Options with { Data = _tiny.Options.Data with { Tokenizer = tokenizer } }, "lm");
        var text = _tiny.Folder("other.csv");
        File.WriteAllText(text, "review,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"\"the {(i % 2 == 0 ? "cat" : "dog")} meows number {i}\",{(i % 2 == 0 ? "cats" : "dogs")}\n")));
        var options = From(Reviews() with { Budget = new BudgetOptions { Steps = 2 } }, "lm");
        options = options with { Data = options.Data with { Source = text, Tokenizer = "auto" } };

        _tiny.Train(options, "classifier");

        Assert.Equal(File.ReadAllBytes(Path.Combine(_tiny.Folder("lm"), "vocabulary.json")), File.ReadAllBytes(Path.Combine(_tiny.Folder("classifier"), "vocabulary.json")));
        Assert.Equal(Directory.Exists(Path.Combine(_tiny.Folder("lm"), "tokenizer")), Directory.Exists(Path.Combine(_tiny.Folder("classifier"), "tokenizer")));
        Directory.Delete(_tiny.Folder("lm"), recursive: true);
        using var trained = LoadedModel.Open(_tiny.Folder("classifier"), "best");
        Assert.Equal(2, new RunEvaluation(trained, trained.Options, _tiny.Corpora()).OfSplits([Split.Validation, Split.Test]).Count);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _tiny.Dispose();
    }

    private RunOptions Reviews() => TinyReviews.Options(_tiny, File.Exists(_tiny.Folder("reviews.csv")) ? _tiny.Folder("reviews.csv") : TinyReviews.Write(_tiny));

    private RunOptions From(RunOptions options, string run) => options with { Training = options.Training with { From = _tiny.Folder(run) } };

    private Dictionary<string, Tensor> Saved(string run)
    {
        using var trained = LoadedModel.Open(_tiny.Folder(run), "best");
        return trained.Any.NamedParameters.ToDictionary(named => named.Name, named => named.Parameter.detach().clone());
    }

    private Dictionary<string, Tensor> Parameters(RunOptions options, out WeightSources sources, bool isDrawn = false)
    {
        using var store = _tiny.Corpora().Prepare(options, CancellationToken.None).Store;
        var started = Build(options, store, isDrawn);
        using var task = started.Task;
        sources = started.Sources;
        return task.Model.NamedParameters.ToDictionary(named => named.Name, named => named.Parameter.detach().clone());
    }

    private static StartedTask Build(RunOptions options, TokenStore store, bool isDrawn = false)
    {
        var from = StartingRun.Open(options, _ => { });
        return new TaskStart(from?.Fit(options) ?? options, store, isDrawn ? FirstWeights.None : new FirstWeights(null, from), Plugins.None, Alone.Instance).Build(options.Runtime, CPU, isNew: true, null);
    }
}
