using System.Globalization;
using Weft.Foundation;

namespace Weft.Workers;

/// <summary>Which worker this process is, as its launcher says in environment variables. Reading them loads nothing.</summary>
/// <param name="Launcher">What started the processes.</param>
/// <param name="Rank">This worker's number, from 0.</param>
/// <param name="Count">How many workers were started; 1 without a launcher.</param>
/// <param name="LocalRank">This worker's number among those of its machine, from 0: which device is its own.</param>
internal sealed record WorkerEnvironment(Launcher Launcher, int Rank, int Count, int LocalRank)
{
    /// <summary>A process that no launcher has started, or that has nothing to do with others.</summary>
    public static readonly WorkerEnvironment Alone = new(Launcher.None, 0, 1, 0);

    /// <summary>This process's.</summary>
    /// <exception cref="ConfigurationException">The variables contradict one another, or Slurm started processes that cannot find one another.</exception>
    public static WorkerEnvironment Current => Read(Environment.GetEnvironmentVariable);

    /// <summary>This process's number among those of its machine, from 0, whether they are workers or do something each.</summary>
    public static int CurrentLocalRank => LocalRankOf(Environment.GetEnvironmentVariable);

    /// <summary>The same from variables.</summary>
    public static int LocalRankOf(Func<string, string?> variable)
    {
        var isWorker = variable("OMPI_COMM_WORLD_SIZE") is not null || variable("PMI_RANK") is not null || variable("PMIX_RANK") is not null;
        return isWorker ? Read(variable).LocalRank
            : int.TryParse(variable("SLURM_LOCALID"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>Reads it from variables: those of Open MPI (mpirun, prte), of PMI (MPICH, Intel MPI, Cray), and of Slurm (srun).</summary>
    /// <param name="variable">A variable's value, or null.</param>
    public static WorkerEnvironment Read(Func<string, string?> variable)
    {
        if (variable("OMPI_COMM_WORLD_SIZE") is not null)
            return Of(Launcher.OpenMpi, variable, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK");
        var isSlurms = variable("SLURM_PROCID") is not null;
        // Within an allocation Hydra's processes have Slurm's variables too, which are those of the step that holds all of them.
        if (variable("PMI_RANK") is not null && variable("PMI_SIZE") is not null && (!isSlurms || variable("MPI_LOCALRANKID") is not null))
            return Of(Launcher.Mpich, variable, "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID");
        return isSlurms ? OfSlurm(variable) : Alone;
    }

    /// <summary>A batch script has the variables as well, and is no worker: only the processes of a step are.</summary>
    private static WorkerEnvironment OfSlurm(Func<string, string?> variable)
    {
        var hasPmix = variable("PMIX_RANK") is not null;
        if (hasPmix || variable("PMI_RANK") is not null)
            return Of(hasPmix ? Launcher.SlurmPmix : Launcher.SlurmPmi, variable, "SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID");
        // Steps count from 0; the largest numbers stand for scripts and interactive shells.
        var isStep = uint.TryParse(variable("SLURM_STEP_ID"), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step < 0xFFFF0000;
        if (isStep && variable("SLURM_STEP_NUM_TASKS") is { } tasks && tasks != "1")
            throw new ConfigurationException($"srun started {tasks} processes without MPI, so that they cannot find one another; start them with srun --mpi=pmix.");
        return Alone;
    }

    private static WorkerEnvironment Of(Launcher launcher, Func<string, string?> variable, string rankName, string countName, string localName)
    {
        var (rank, count) = (Number(rankName), Number(countName));
        // Without a word of the machine all workers are taken to be on one.
        var local = variable(localName) is null ? rank : Number(localName);
        if (count < 1 || rank >= count)
            throw new ConfigurationException($"{rankName} is {rank}; it must be below {countName}, which is {count}. Start the workers anew.");
        return new WorkerEnvironment(launcher, rank, count, local);

        int Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ConfigurationException($"{name} is {variable(name) ?? "not set"}; the launcher must set it to a number. Start the workers anew.");
    }
}

/// <summary>What starts the workers of a training.</summary>
internal enum Launcher
{
    /// <summary>Nothing: there is one worker.</summary>
    None,

    /// <summary>Open MPI's mpirun.</summary>
    OpenMpi,

    /// <summary>MPICH's mpirun, or another that speaks PMI.</summary>
    Mpich,

    /// <summary>Slurm's srun with PMIx.</summary>
    SlurmPmix,

    /// <summary>Slurm's srun with PMI-2.</summary>
    SlurmPmi,
}
