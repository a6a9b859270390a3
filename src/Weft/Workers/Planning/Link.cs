namespace Weft.Workers.Planning;

/// <summary>What connects workers, by the alpha-beta model (Hockney 1994): a message of m bytes takes the latency and m / speed.</summary>
/// <param name="Latency">Alpha: seconds of a message however short.</param>
/// <param name="BytesPerSecond">1 / beta: bytes a second in each direction.</param>
internal readonly record struct Link(double Latency, double BytesPerSecond)
{
    /// <summary>Seconds of messages one after another that carry so many bytes together.</summary>
    public double Seconds(int messages, double bytes) => messages * Latency + bytes / BytesPerSecond;
}
