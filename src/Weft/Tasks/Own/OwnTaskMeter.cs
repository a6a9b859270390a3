using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Passes;
using Weft.Text;

namespace Weft.Tasks.Own;

/// <summary>Measures the model of a program's own task on the splits of a corpus: every target once.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus.</param>
/// <param name="setup">The task, and how the corpus becomes its examples.</param>
/// <param name="progress">Hears how far a measurement has come.</param>
internal sealed class OwnTaskMeter(TransformerModel model, TokenStore store, OwnTaskSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly Dictionary<Split, OwnExamples> _examples = [];

    /// <summary>The examples of a split, the same for all seeds, so that runs can be compared.</summary>
    public OwnExamples ExamplesOf(Split split)
    {
        if (!_examples.TryGetValue(split, out var examples))
            _examples.Add(split, examples = new OwnExamples(store[split], split, store.Vocabulary, setup with { WordDropout = 0, Seed = 0 }));
        return examples;
    }

    /// <summary>Scores a split, quickly: metrics of a program's own take more time.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var own = new OwnFigures(setup.Metrics);
        var (loss, targets, correct) = Score(split, setup.Metrics.Count > 0 ? own.Take : null, stop);
        return OwnTaskReport.ResultOf(loss / targets, targets, (double)correct / targets, SignatureOf(split), own.Report());
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public OwnTaskReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var (own, count) = (new OwnFigures(setup.Metrics), setup.Task.Classes.Count);
        var (there, predicted, right) = (new long[count], new long[count], new long[count]);
        var (loss, targets, correct) = Score(split, Take, stop);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        return new OwnTaskReport
        {
            Split = SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            Targets = targets,
            Loss = loss / targets,
            Accuracy = (double)correct / targets,
            Classes = [.. setup.Task.Classes.Select((name, i) => new ClassScores(name, there[i], predicted[i], right[i]))],
            Own = own.Report(),
        };

        void Take(ScoredToken token)
        {
            there[token.Target]++;
            predicted[token.Predicted]++;
            right[token.Target] += token.IsCorrect ? 1 : 0;
            own.Take(token);
        }
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);

    private (double Loss, long Targets, long Correct) Score(Split split, Action<ScoredToken>? each, CancellationToken stop)
    {
        var examples = ExamplesOf(split);
        if (examples.Count == 0)
            throw new InvalidDataException($"The task has no target in the {SplitNames.Of(split)} split. Give it more text.");
        return new TokenScoring(model, setup.Workers, setup.Batch).Run(
            examples, each, beginOf: null, (progress, $"measuring {SplitNames.Of(split)}", "documents"), stop);
    }

    /// <summary>For example <c>task:capitals (Mine.Capitals), full attention, 2 classes 1f0c93ab|characters|vocabulary:99:77aa01ce|context:64|float32|test:9d1e22c0</c>.</summary>
    private string SignatureOf(Split split) => string.Join('|',
        $"task:{setup.Task.Description}",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{SplitNames.Of(split)}:{Hashes.Sha256(store[split].Hash + store.Manifest[split].HashOf(TokenStoreFiles.DocumentColumn))[..8]}");
}
