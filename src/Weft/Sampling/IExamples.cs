using Weft.Data.Batching;
using Weft.Sampling.Structures;

namespace Weft.Sampling;

/// <summary>What a sampler chooses from, by numbers, and the rows of a batch are read from. Safe to read from several threads.</summary>
internal interface IExamples
{
    /// <summary>How many there are, the same in every epoch.</summary>
    long Count { get; }

    /// <summary>The targets of an epoch in which every example comes once.</summary>
    long TargetsInEpoch { get; }

    /// <summary>Which orders there may be.</summary>
    ExampleOrder Order => ExampleOrder.Any;

    /// <summary>Among the neighbours of so many batches it is random which share one, where neighbours are to stay together.</summary>
    int BucketBatches => ChunkOrders.BucketBatches;

    /// <summary>How many targets an example scores in an epoch; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    int TargetsOf(long epoch, long example);

    /// <summary>Reads chosen examples, a row each, in their order; any thread may, with a buffer of its own. Rows are as wide as the longest that
    /// was drawn, and what is random about one has the key of its number in the draw: so they are the same whichever worker has them.</summary>
    /// <param name="chosen">Which, of which epoch, and what is to be taken out of them; perhaps none.</param>
    /// <param name="into">What takes them in.</param>
    void Read(Samples chosen, BatchBuffer into);

    /// <summary>The tokens by which an example is known: of a chunk its targets, of a pair both sides. Any thread may ask.</summary>
    long[] TokensOf(long example);

    /// <summary>How difficult each is before anything is trained, on any scale: for texts how rare their words are.</summary>
    /// <returns>[<see cref="Count"/>]</returns>
    float[] Difficulties();

    /// <summary>The beginning of an example for people to read, on one line, without tabs.</summary>
    string Excerpt(long example);
}

/// <summary>Which orders examples may be trained in.</summary>
internal enum ExampleOrder
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>Neighbours are alike in length: batches of them, in any order, have little padding.</summary>
    Neighbours,

    /// <summary>Their own alone: each goes on with an earlier one.</summary>
    Sequential,
}
