using Weft.Foundation;

namespace Weft.Experiments.Verification;

/// <summary>When to kill a training: some time after a step was logged.</summary>
/// <param name="Step">The step.</param>
/// <param name="Delay">How long after it, up to the time that one step takes: so a kill comes at any moment of a step.</param>
internal sealed record KillMoment(long Step, TimeSpan Delay)
{
    /// <summary>Chooses a moment.</summary>
    /// <param name="steps">How many steps the training has.</param>
    /// <param name="killAt">The step, or null for a random one.</param>
    /// <param name="seed">Determines what is random.</param>
    /// <param name="secondsPerStep">How long a step takes.</param>
    /// <exception cref="ConfigurationException">There is no such step before the last one.</exception>
    public static KillMoment Choose(long steps, long? killAt, long seed, double secondsPerStep)
    {
        if (steps < 2)
            throw new ConfigurationException($"The training has {steps} step; to be killed on the way it takes two. Give a larger budget.");
        if (killAt >= steps)
            throw new ConfigurationException($"--kill-at is {killAt}; it must be below the training's {steps} steps.");
        var random = RandomStream.For(seed, "kill", steps);
        var step = 1 + random.NextInt32((int)Math.Min(steps - 1, int.MaxValue));
        return new KillMoment(killAt ?? step, TimeSpan.FromSeconds(random.NextDouble() * secondsPerStep));
    }
}
