using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>Adds up one figure of a report, target by target, in memory that does not grow with the split.</summary>
internal interface ITokenCollector
{
    /// <summary>Takes the next target.</summary>
    void Take(in ScoredToken token);

    /// <summary>Adds what the collectors of the other workers took: all have the figures of all then. To be called once, after the last target.</summary>
    void Merge(IWorkers workers);
}
