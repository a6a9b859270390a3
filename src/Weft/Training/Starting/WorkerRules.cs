using Weft.Foundation;
using Weft.Runs.Options;

namespace Weft.Training.Starting;

/// <summary>How many workers a training can have.</summary>
internal static class WorkerRules
{
    /// <summary>Refuses a number of workers of which some would have nothing to do.</summary>
    /// <exception cref="ConfigurationException">It is too large; says which number works.</exception>
    public static void Require(int workers, RunOptions options)
    {
        if (workers > options.Training.Batch)
        {
            throw new ConfigurationException(
                $"{workers} workers are too many for a batch of {options.Training.Batch} rows (training.batch), of which each takes one at least: take {options.Training.Batch} or fewer.");
        }
    }
}
