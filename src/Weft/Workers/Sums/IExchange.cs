namespace Weft.Workers.Sums;

/// <summary>Bytes from one worker to another: all that sums are made of. Every call is matched by those of the others.</summary>
internal interface IExchange
{
    /// <summary>This worker's number, from 0.</summary>
    int Rank { get; }

    /// <summary>How many workers there are.</summary>
    int Count { get; }

    /// <summary>Sends to one worker and receives from the same or another at the same time.</summary>
    /// <param name="to">Who receives.</param>
    /// <param name="send">What is sent; nothing is sent where it is empty.</param>
    /// <param name="from">Who sends.</param>
    /// <param name="receive">Filled with what comes, which has exactly this length; nothing is awaited where it is empty.</param>
    void Exchange(int to, ReadOnlySpan<byte> send, int from, Span<byte> receive);

    /// <summary>Gives all workers what each has, by rank.</summary>
    /// <param name="own">As long on all workers.</param>
    /// <param name="all">So many times as long as there are workers.</param>
    void GatherEqual(ReadOnlySpan<byte> own, Span<byte> all);
}
