namespace Weft.Workers.Mpi;

/// <summary>What a worker does together with the others.</summary>
/// <param name="Number">How many calls there were, this one among them; 0 before the first.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Bytes">Of how many bytes; 0 where workers may have different numbers.</param>
internal readonly record struct CollectiveCall(long Number, CallKind Kind, long Bytes)
{
    private const int FirstTag = 16;

    // MPI promises tags up to 32767.
    private const int Tags = 32_000;

    /// <summary>What messages of this call carry: a worker that does something else never takes them for its own.</summary>
    public int Tag => FirstTag + (int)(((ulong)Number * 31 + (ulong)Kind * 7_919 + (ulong)Bytes * 101) % Tags);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CallKind.Start => "the start",
        CallKind.End => "the end",
        _ => $"call {Number} ({Name}{(Bytes > 0 ? $" of {Bytes} bytes" : "")})",
    };

    private string Name => Kind switch
    {
        CallKind.Sum => "a sum",
        CallKind.ReduceScatter => "a divided sum",
        CallKind.AllGather => "a gather of parts",
        CallKind.Gather => "a gather",
        _ => "a word of the first worker",
    };
}

/// <summary>The kinds of calls.</summary>
internal enum CallKind
{
    /// <summary>Getting to know one another.</summary>
    Start,

    /// <summary>A sum for all.</summary>
    Sum,

    /// <summary>A sum of which each worker gets a part.</summary>
    ReduceScatter,

    /// <summary>Parts that all workers get.</summary>
    AllGather,

    /// <summary>Arrays of any length.</summary>
    Gather,

    /// <summary>A value of the first worker.</summary>
    FromFirst,

    /// <summary>Parting.</summary>
    End,
}
