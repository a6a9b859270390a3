namespace Weft.Bench.Trainings;

/// <summary>The batches of a measurement, by the numbers of their examples: the same ones whoever trains on them.</summary>
internal interface IBatchSource
{
    /// <summary>The examples of the next step, one array a micro-batch.</summary>
    IReadOnlyList<long[]> Next();

    /// <summary>How many tokens some batches have, without padding.</summary>
    long TokensIn(IReadOnlyList<long[]> batches);
}
