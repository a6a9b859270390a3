using System.Diagnostics;

namespace Weft.Tasks;

/// <summary>A part of a training step whose time is told apart; what is in none of them is the rest.</summary>
internal enum StepPart
{
    /// <summary>Chunks to tensors on the device.</summary>
    Data,

    /// <summary>The model up to the decoder's input.</summary>
    Forward,

    /// <summary>The decoder with loss and gradients.</summary>
    Head,

    /// <summary>From the gradient of the decoder's input down to the embedding.</summary>
    Backward,

    /// <summary>Sums of the workers' gradients, or of each worker's part of them.</summary>
    GradientSum,

    /// <summary>Parts of the weights that all workers get.</summary>
    WeightGather,

    /// <summary>What is small: losses, marks of touched rows, decisions for all. Most of its time is that of waiting for the slowest worker.</summary>
    Agreement,

    /// <summary>The gradients' norm, and scaling them down to it.</summary>
    Clip,

    /// <summary>Zeroing gradients and updating parameters.</summary>
    Optimizer,
}

/// <summary>Kinds of parts.</summary>
internal static class StepParts
{
    /// <summary>What workers tell one another: nothing where there is one.</summary>
    public static IReadOnlyList<StepPart> Communication { get; } = [StepPart.GradientSum, StepPart.WeightGather, StepPart.Agreement];

    /// <summary>What one worker does by itself.</summary>
    public static IReadOnlyList<StepPart> Computation { get; } = [.. Enum.GetValues<StepPart>().Except(Communication)];
}

/// <summary>
/// Adds up where the time of training steps goes: two readings of the clock a part. Of a device that works behind the caller's
/// back it sees only what the caller waits for.
/// </summary>
internal sealed class StepClock
{
    private readonly long[] _ticks = new long[Enum.GetValues<StepPart>().Length];
    private long _mark;

    /// <summary>The time of a part since the clock was reset.</summary>
    public TimeSpan this[StepPart part] => Stopwatch.GetElapsedTime(0, _ticks[(int)part]);

    /// <summary>A part begins now; the time before belongs to none.</summary>
    public void Start() => _mark = Stopwatch.GetTimestamp();

    /// <summary>A part ends now, and the next one begins.</summary>
    public void Lap(StepPart part)
    {
        var now = Stopwatch.GetTimestamp();
        _ticks[(int)part] += now - _mark;
        _mark = now;
    }

    /// <summary>A part is over that was made in the midst of another, to which its time does not count.</summary>
    /// <param name="part">The part.</param>
    /// <param name="begun">When it began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Within(StepPart part, long begun)
    {
        var took = Stopwatch.GetTimestamp() - begun;
        _ticks[(int)part] += took;
        _mark += took;
    }

    /// <summary>Forgets all times, for example those of the first steps.</summary>
    public void Reset() => Array.Clear(_ticks);
}
