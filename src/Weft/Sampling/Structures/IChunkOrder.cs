namespace Weft.Sampling.Structures;

/// <summary>An order of all chunks.</summary>
internal interface IChunkOrder
{
    /// <summary>The chunk at a position of the order, both from 0.</summary>
    long this[long position] { get; }
}
