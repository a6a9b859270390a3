namespace Weft.Sampling.Structures;

/// <summary>
/// Goes through all chunks, epoch after epoch, in an order that is another one each time; in an epoch as often as there are passes. It
/// knows nothing but where it is.
/// </summary>
internal sealed class ChunkWalk(ChunkOrders orders, SamplerState state, int passes = 1)
{
    /// <summary>How often everything was gone through.</summary>
    public long Epoch { get; private set; } = state.Epoch;

    /// <summary>How many places of this epoch were gone through.</summary>
    public long Position { get; private set; } = state.Position;

    /// <summary>Whether the epoch is over.</summary>
    public bool IsAtEnd => Position == orders.Count * passes;

    /// <summary>The chunk of the present place, and which pass over all chunks it belongs to.</summary>
    public (long Chunk, int Pass) Here
    {
        get
        {
            var (pass, place) = Math.DivRem(Position, orders.Count);
            return (orders[Epoch * passes + pass][place], (int)pass);
        }
    }

    /// <summary>Goes on by one place.</summary>
    public void Step() => Position++;

    /// <summary>Begins the next epoch where this one is over.</summary>
    public void EnterEpoch()
    {
        if (IsAtEnd)
            (Epoch, Position) = (Epoch + 1, 0);
    }
}
