using Weft.Foundation;

namespace Weft.Workers;

/// <summary>
/// How the rows of a batch are divided: into one contiguous part for each worker; or, where the bits must not depend on the number of workers, into
/// <see cref="Fixed"/> shards, of which each worker works on as many as the others, one after another.
/// </summary>
internal sealed class Sharding
{
    /// <summary>How many shards there are where their number is fixed (EasyScale, Li et al. 2022, fixes logical workers likewise).</summary>
    public const int Fixed = 8;

    private readonly int _all;

    private Sharding(IWorkers workers, int all) => (Workers, _all) = (workers, all);

    /// <summary>One worker has everything in one piece.</summary>
    public static Sharding None { get; } = new(Alone.Instance, 1);

    /// <summary>Who works on the shards.</summary>
    public IWorkers Workers { get; }

    /// <summary>How many shards are this worker's: as many as every other's.</summary>
    public int Own => _all / Workers.Count;

    /// <summary>The sharding of some workers.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="isReproducible">Whether the number of shards is fixed.</param>
    /// <exception cref="ConfigurationException">It is, and the workers cannot have equally many.</exception>
    public static Sharding Of(IWorkers workers, bool isReproducible = false)
    {
        if (isReproducible && Fixed % workers.Count != 0)
        {
            throw new ConfigurationException(
                $"workers.reproducible is true, and there are {workers.Count} workers: {Fixed} shards are divided among 1, 2, 4 or 8. Start one of these numbers, or leave workers.reproducible out.");
        }
        return new Sharding(workers, isReproducible ? Fixed : workers.Count);
    }

    /// <summary>This worker's parts of some rows, one for each of its shards; those of the next rank follow them.</summary>
    /// <param name="rows">How many rows there are for all.</param>
    public IEnumerable<Share> SharesOf(int rows) => Enumerable.Range(Workers.Rank * Own, Own).Select(shard => Share.Of(shard, _all, rows));
}
