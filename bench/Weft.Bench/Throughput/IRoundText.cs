using Weft.Runs.Options;

namespace Weft.Bench.Throughput;

/// <summary>A text on disk for the processes that measure; deleted with the object.</summary>
internal interface IRoundText : IDisposable
{
    /// <summary>Asks for a column to be measured on this text.</summary>
    RoundRequest Request(Column column, RunOptions options, int warmUp, int steps);
}
