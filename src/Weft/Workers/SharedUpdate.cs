using TorchSharp;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>
/// The update that all workers make of all their gradients. Where the optimizer's state is divided (Rajbhandari et al. 2020, "ZeRO", stage 1), each sums,
/// keeps and updates its own part, and then all get the weights of all; that sends as much as summing all gradients everywhere.
/// </summary>
/// <param name="parameters">The model's, the same on all workers.</param>
/// <param name="optimizer">Of these; of this worker's part, where there are parts.</param>
/// <param name="workers">The workers.</param>
/// <param name="parts">Whose state is whose, from <see cref="StateParts"/>; null where everybody has all of it.</param>
internal sealed class SharedUpdate(ParameterBuffer parameters, Optimizer optimizer, IWorkers workers, Parts? parts = null)
{
    private readonly GradientSum _sum = new(parameters, workers, parts);

    /// <summary>Whether averages of the weights are kept.</summary>
    public bool HasAverages => optimizer.HasAverages;

    /// <summary>Whether sums may begin while others are worked out. A bucket of divided gradients is one worker's, and goes one way alone: on CPUs, which compute and send
    /// with the same cores, that takes longer than all buckets at once.</summary>
    public bool MayBeginEarly => parts is null || parameters.Values.device_type != DeviceType.CPU;

    /// <summary>Takes note that gradients are complete: their sums are begun while others are worked out (<see cref="GradientSum.Complete"/>).</summary>
    public void CompleteGradients(int stage) => _sum.Complete(stage);

    /// <summary>Replaces the gradients by their sums over all workers, where they are needed.</summary>
    public void SumGradients() => _sum.Finish();

    /// <summary>The norm of the summed gradients, the same on all workers; it belongs to the caller's scope.</summary>
    public GradientNorm MeasureGradients() => parts is null ? optimizer.MeasureGradients() : optimizer.MeasureGradients(workers.Sum);

    /// <summary>Updates the parameters, and sets the gradients to zero.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="norm">From <see cref="MeasureGradients"/>.</param>
    public void Step(double rate, GradientNorm norm)
    {
        optimizer.Step(rate, norm);
        if (parts is null)
            return;
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (range, _) in parameters.TrainedRanges(_ => 0))
        {
            workers.AllGather(parameters.Values.narrow(0, range.Start, range.Length), parts.Within(range.Start, range.Length));
            ZeroOthers(range);
        }
        parameters.UpdateWorkingCopies();
    }

    /// <summary>Exchanges the parameters and their averages; a second call brings the parameters back.</summary>
    public void SwapAverages()
    {
        optimizer.SwapAverages();
        if (parts is null)
            return;
        using var frozen = no_grad();
        workers.AllGather(parameters.Values, parts);
        parameters.UpdateWorkingCopies();
    }

    /// <summary>The optimizer's state as a whole, to be read on all workers in the same order.</summary>
    public GatheredState Gather() => new(optimizer.State, parts is null ? null : workers);

    /// <summary>The update has set this worker's gradients to zero; those of others hold what was summed on the way.</summary>
    private void ZeroOthers(FlatRange range)
    {
        for (var rank = 0; rank < workers.Count; rank++)
        {
            var (start, length) = parts!.Of(rank);
            var part = range.Within(start, start + length);
            if (rank != workers.Rank && part.Length > 0)
                parameters.Gradients!.narrow(0, part.Start, part.Length).zero_();
        }
    }
}
