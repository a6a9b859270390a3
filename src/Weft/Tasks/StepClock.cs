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

    /// <summary>The gradients' norm, and scaling them down to it.</summary>
    Clip,

    /// <summary>Zeroing gradients and updating parameters.</summary>
    Optimizer,
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

    /// <summary>Forgets all times, for example those of the first steps.</summary>
    public void Reset() => Array.Clear(_ticks);
}
