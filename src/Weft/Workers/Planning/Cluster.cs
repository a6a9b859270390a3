namespace Weft.Workers.Planning;

/// <summary>
/// Workers on machines with several GPUs each. A sum goes over the faster link first: within each machine every GPU sums its part of the vector; then the GPUs that
/// have the same part sum it between the machines, all of them at once over the machine's one network; then each machine's GPUs give one another their parts.
/// </summary>
/// <param name="PerMachine">GPUs of a machine.</param>
/// <param name="Inside">Between the GPUs of a machine, for each of them.</param>
/// <param name="Network">Between machines, for each of them.</param>
internal sealed record Cluster(int PerMachine, Link Inside, Link Network)
{
    /// <summary>Whether so many workers fill machines evenly.</summary>
    public bool Holds(int workers) => workers <= PerMachine || workers % PerMachine == 0;

    /// <summary>How many machines so many workers take.</summary>
    public int Machines(int workers) => workers <= PerMachine ? 1 : workers / PerMachine;

    /// <summary>Seconds of a sum of so many bytes, within the machines and between them.</summary>
    public (double Inside, double Between) SumSeconds(int workers, double bytes)
    {
        var machines = Machines(workers);
        // Each of a machine's GPUs has its part, and the parts are the vector: the machine's network carries what it would for one worker with all of it.
        return (SumTime.Seconds(workers / machines, bytes, Inside), SumTime.Seconds(machines, bytes, Network));
    }
}
