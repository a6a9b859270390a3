using System.Numerics;

namespace Weft.Workers.Planning;

/// <summary>
/// How long workers take to sum a vector that each of them has, so that all have the sum; with both ways that are known to send the least, n workers send
/// 2 (n - 1) / n times the vector each (Thakur, Rabenseifner and Gropp 2005). Adding is taken to cost nothing beside sending.
/// </summary>
internal static class SumTime
{
    /// <summary>Messages one after another: with halving and doubling, where n is a power of two, 2 log2 n; in a ring, everywhere else, 2 (n - 1).</summary>
    public static int Messages(int workers) => 2 * HalfMessages(workers);

    /// <summary>Messages one after another until each worker has its part of the sum; as many as then give all workers all parts.</summary>
    public static int HalfMessages(int workers) => BitOperations.IsPow2(workers) ? BitOperations.Log2((uint)workers) : workers - 1;

    /// <summary>Seconds of a sum.</summary>
    /// <param name="workers">How many, at least 1.</param>
    /// <param name="bytes">Of the vector.</param>
    /// <param name="link">Between any two of them at the same time.</param>
    public static double Seconds(int workers, double bytes, Link link) => link.Seconds(Messages(workers), 2 * Sent(workers, bytes));

    /// <summary>Bytes that each sends until each has its part of the sum; as many as then give all workers all parts.</summary>
    private static double Sent(int workers, double bytes) => (workers - 1.0) / workers * bytes;
}
