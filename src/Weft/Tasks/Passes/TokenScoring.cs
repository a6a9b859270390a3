using Weft.Data.Batching;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Workers;

namespace Weft.Tasks.Passes;

/// <summary>Scores every target of examples that have one on tokens: the sums of all workers, and target by target where somebody listens.</summary>
/// <param name="model">What is measured; it is left in evaluation mode.</param>
/// <param name="workers">Who measures.</param>
/// <param name="batch">Examples in a batch.</param>
internal sealed class TokenScoring(TransformerModel model, IWorkers workers, int batch)
{
    /// <summary>Scores all examples once.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="each">Hears of every target, in the order of the examples; null is quicker.</param>
    /// <param name="beginOf">Where an example begins in the split; null where targets have no place there.</param>
    /// <param name="progress">Hears how far it has come, by a name and in a unit.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The sum of the plain losses, nats, and how many targets there are and have the likeliest class.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (double Loss, long Targets, long Correct) Run(
        IExamples examples, Action<ScoredToken>? each, Func<long, long>? beginOf, (IProgress<WorkProgress>? To, string What, string Unit) progress, CancellationToken stop)
    {
        var (loss, counts) = (new ExactSums(1), new long[2]);
        var shared = each is null ? null : new SharedTargets(workers, each);
        try
        {
            new MeasuringPass(model, workers, batch).Run(
                examples.Count, (chosen, buffer) => examples.Read(new Samples(0, chosen), buffer), Add, stop,
                done => progress.To?.Report(new WorkProgress(progress.What, done, examples.Count, progress.Unit)), ends: shared is null ? null : shared.EndRound);
        }
        finally
        {
            progress.To?.End(progress.What);
        }
        loss.Merge(workers);
        workers.Sum(counts);
        return (loss[0], counts[0], counts[1]);

        void Add(long[] chosen, Batch some)
        {
            var sums = model.Output.Measure(HeadInputs.Of(model, some, model.Hidden(some).flatten(0, 1)), some.Targets.flatten(), predictions: shared is not null);
            loss.Add(0, sums.NegativeLogLikelihood);
            counts[0] += sums.Targets;
            counts[1] += sums.Correct;
            if (shared is not null)
                HandOn(some, sums, chosen, shared, beginOf);
        }
    }

    private static void HandOn(Batch batch, LossSums sums, long[] chosen, SharedTargets shared, Func<long, long>? beginOf)
    {
        using var rows = new MeasuredRows(batch, sums);
        for (var row = 0; row < chosen.Length; row++)
            rows.HandTo(shared.Take, row, beginOf?.Invoke(chosen[row]));
    }
}
