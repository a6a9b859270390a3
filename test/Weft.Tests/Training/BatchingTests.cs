using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training.Starting;
using static TorchSharp.torch;

namespace Weft.Tests.Training;

public sealed class BatchingTests : IDisposable
{
    private readonly TinyTraining _tiny = new(lines: 200);

    [Theory]
    [InlineData(BatchingMode.Chunks, PaddingSide.Right)]
    [InlineData(BatchingMode.Random, PaddingSide.Right)]
    [InlineData(BatchingMode.Stream, PaddingSide.Right)]
    [InlineData(BatchingMode.Padded, PaddingSide.Right)]
    [InlineData(BatchingMode.Padded, PaddingSide.Left)]
    public void A_run_goes_on_bit_for_bit_wherever_it_was_stopped(BatchingMode mode, PaddingSide side)
    {
        // More than one epoch, so that an order of a later epoch is resumed too.
        var options = With(mode, side, new BudgetOptions { Epochs = 1.7 });
        using var whole = new Recorder();
        var summary = _tiny.Train(options, "whole", whole);
        var random = RandomStream.For(1, "stops", (long)mode, (long)side);
        for (var i = 0; i < 3; i++)
        {
            using var cut = new Recorder { StopAfter = 1 + random.NextInt32((int)summary.Steps - 1) };
            _tiny.Train(options, $"cut{i}", cut, cut.Token);
            using var rest = new Recorder();
            using (var run = _tiny.Resume($"cut{i}", listener: rest))
                run.Run(CancellationToken.None);

            Assert.Equal(
                whole.Steps.Select(step => (step.Step, step.Loss, step.Tokens)),
                cut.Steps.Concat(rest.Steps).Select(step => (step.Step, step.Loss, step.Tokens)));
            foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.json" })
                Assert.Equal(HashOf("whole", summary.Steps, file), HashOf($"cut{i}", summary.Steps, file));
        }
    }

    [Theory]
    [InlineData(BatchingMode.Chunks)]
    [InlineData(BatchingMode.Stream)]
    [InlineData(BatchingMode.Padded)]
    public void An_epoch_is_as_many_targets_as_the_split_has_tokens(BatchingMode mode)
    {
        using var recorder = new Recorder();
        var summary = _tiny.Train(With(mode, PaddingSide.Left, new BudgetOptions { Epochs = 2 }), "run", recorder);

        Assert.Equal(2 * summary.Corpus.Train, summary.Tokens);
        Assert.Equal(summary.Tokens, recorder.Steps.Sum(step => step.Tokens));
        Assert.Equal(mode == BatchingMode.Padded, summary.Test!.Signature.Contains("batching:padded", StringComparison.Ordinal));
        Assert.Equal(summary.Corpus.Test, summary.Test.Targets);
    }

    [Fact]
    public void The_share_of_padding_is_that_of_all_steps_wherever_a_run_was_stopped()
    {
        var options = With(BatchingMode.Padded, PaddingSide.Right, new BudgetOptions { Epochs = 1 });
        using var whole = new Recorder();
        var summary = _tiny.Train(options, "whole", whole);
        using var cut = new Recorder { StopAfter = 4 };
        _tiny.Train(options, "cut", cut, cut.Token);
        using var run = _tiny.Resume("cut");

        // Every token is a target here, and every place that has none is padding.
        var places = whole.Steps.Sum(step => Math.Round(step.Tokens / (1 - step.Padding!.Value)));
        Assert.InRange(summary.Padding, 0.001, 0.5);
        Assert.Equal(1 - (summary.Tokens / places), summary.Padding, 12);
        Assert.Equal(summary.Padding, run.Run(CancellationToken.None).Padding);
    }

    [Fact]
    public void Both_sides_of_padding_give_the_same_training()
    {
        using var right = new Recorder();
        using var left = new Recorder();
        foreach (var (side, recorder) in new[] { (PaddingSide.Right, right), (PaddingSide.Left, left) })
        {
            var options = With(BatchingMode.Padded, side, new BudgetOptions { Steps = 10 });
            _tiny.Train(options with { Model = options.Model with { Dropout = 0 } }, side.ToString(), recorder);
        }

        Assert.All(right.Steps.Zip(left.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-4));
    }

    /// <summary>Each document alone, piece by piece, against the evaluation of padded batches.</summary>
    [Theory]
    [InlineData(10, PaddingSide.Left)]
    [InlineData(4, PaddingSide.Right)]
    public void Documents_are_measured_each_by_itself(int stride, PaddingSide side)
    {
        var options = With(BatchingMode.Padded, side, new BudgetOptions { Steps = 1 });
        using var store = _tiny.Corpora().Prepare(options.Data, CancellationToken.None).Store;
        using var model = TinyModels.Create(TinyModels.PreNorm, store.Vocabulary.Count);
        var result = new SplitMeter(model, store, TaskSetups.SetupOf(options with { Evaluation = new EvaluationOptions { Stride = stride } })).Measure(Split.Validation);

        var loss = 0.0;
        using var frozen = no_grad();
        var tokens = store[Split.Validation];
        for (var document = 0L; document < tokens.DocumentCount; document++)
        {
            var (start, end) = (tokens.DocumentStart(document), tokens.DocumentStart(document + 1));
            for (var target = start; target < end; target++)
            {
                using var scope = NewDisposeScope();
                var within = target - start;
                var begin = start + (within < options.Training.Context ? 0 : ((within - options.Training.Context) / stride + 1) * stride);
                long[] seen = [.. Enumerable.Range(0, (int)(target - begin) + 1).Select(i => begin + i == start ? store.Vocabulary.EndOfTextId : (long)tokens[begin + i - 1])];
                var scores = model.Logits(model.Hidden(tensor(seen, [1, seen.Length])))[0, -1].unsqueeze(0);
                loss += nn.functional.cross_entropy(scores, tensor([(long)tokens[target]])).item<float>();
            }
        }
        Assert.Equal(tokens.Count, result.Targets);
        Assert.Equal(loss / tokens.Count, result.Loss, 1e-5);
    }

    [Fact]
    public void Too_few_documents_for_a_batch_are_refused()
    {
        var options = With(BatchingMode.Padded, PaddingSide.Right, new BudgetOptions { Steps = 1 });
        var error = Assert.Throws<InvalidDataException>(() =>
            _tiny.Create(options with { Training = options.Training with { Batch = 5000 } }, "run"));

        Assert.Matches(@"^The training split has [0-9,]+ rows; one batch takes 5000\.\r?\nGive more text, or lower training\.batch\.$", error.Message);
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions With(BatchingMode mode, PaddingSide side, BudgetOptions budget) => _tiny.Options with
    {
        Training = _tiny.Options.Training with { Batching = mode, Padding = side },
        Budget = budget,
    };

    private string HashOf(string run, long step, string file) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-{step}/{file}"));
}
