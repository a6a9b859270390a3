namespace Weft.Tests.Support;

/// <summary>A clock that goes on only when it is told to.</summary>
internal sealed class FakeTime : TimeProvider
{
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public void Go(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
