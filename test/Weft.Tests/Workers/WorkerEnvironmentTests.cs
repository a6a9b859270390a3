using Weft.Foundation;
using Weft.Workers;

namespace Weft.Tests.Workers;

public class WorkerEnvironmentTests
{
    [Theory]
    [InlineData("", "None", "0 of 1, 0")]
    [InlineData("OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_RANK=1", "OpenMpi", "3 of 4, 1")]
    [InlineData("PMI_RANK=2 PMI_SIZE=4 MPI_LOCALRANKID=0", "Mpich", "2 of 4, 0")]
    [InlineData("PMI_RANK=2 PMI_SIZE=4", "Mpich", "2 of 4, 2")]
    // mpirun within an allocation of Slurm's: the launcher's own word counts.
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 SLURM_PROCID=0 SLURM_NTASKS=9", "OpenMpi", "1 of 2, 1")]
    [InlineData("PMI_RANK=5 PMI_SIZE=8 MPI_LOCALRANKID=1 SLURM_PROCID=0 SLURM_NTASKS=2", "Mpich", "5 of 8, 1")]
    [InlineData("SLURM_PROCID=7 SLURM_NTASKS=16 SLURM_LOCALID=3 PMIX_RANK=7", "SlurmPmix", "7 of 16, 3")]
    [InlineData("SLURM_PROCID=7 SLURM_NTASKS=16 SLURM_LOCALID=3 PMI_RANK=7 PMI_SIZE=16", "SlurmPmi", "7 of 16, 3")]
    // A batch script is no worker.
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=16 SLURM_LOCALID=0 SLURM_STEP_ID=4294967291", "None", "0 of 1, 0")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=16 SLURM_LOCALID=0", "None", "0 of 1, 0")]
    public void A_launcher_says_which_worker_this_is(string variables, string launcher, string expected)
    {
        var worker = Read(variables);

        Assert.Equal((launcher, expected), (worker.Launcher.ToString(), $"{worker.Rank} of {worker.Count}, {worker.LocalRank}"));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=4 OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK is 4; it must be below OMPI_COMM_WORLD_SIZE, which is 4. Start the workers anew.")]
    [InlineData("OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK is not set; the launcher must set it to a number. Start the workers anew.")]
    [InlineData("PMI_RANK=0 PMI_SIZE=x", "PMI_SIZE is x; the launcher must set it to a number. Start the workers anew.")]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_STEP_ID=0 SLURM_STEP_NUM_TASKS=2", "srun started 2 processes without MPI, so that they cannot find one another; start them with srun --mpi=pmix.")]
    public void Variables_that_make_no_sense_are_refused(string variables, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Read(variables)).Message);

    private static WorkerEnvironment Read(string variables)
    {
        var all = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return WorkerEnvironment.Read(all.GetValueOrDefault);
    }
}
