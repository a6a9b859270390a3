namespace Weft.Optimization;

/// <summary>The learning rate over the course of a training. It is asked before each step and must answer the same each time.</summary>
public interface ISchedule
{
    /// <summary>The rate when a share of the budget is used up: what an update multiplies its direction by.</summary>
    /// <param name="progress">0 at the start, below 1; of the whole training, over all its phases.</param>
    /// <returns>A finite number, 0 or more.</returns>
    double Rate(double progress);
}
