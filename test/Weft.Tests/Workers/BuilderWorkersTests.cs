using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Workers;

/// <summary>A program in C# that a launcher has started several times.</summary>
public sealed class BuilderWorkersTests : FrontDoorTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Weft.Examples.dll");

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task It_trains_with_as_many_workers_and_the_first_alone_tells(string launcher)
    {
        var (exitCode, output, errors) = await Start(launcher, $"dotnet exec {Program} workers {Tiny.Folder("two")}");

        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(1, Count("2 workers, 2 of them on this machine", output));
        Assert.Equal(1, Count("test perplexity", output));
        Assert.True(File.Exists(Tiny.Folder("two/DONE")));
    }

    [Fact]
    public async Task Stopped_by_the_first_all_of_them_stop_and_go_on_in_the_same_processes()
    {
        var (exitCode, output, errors) = await Start("openmpi", $"dotnet exec {Program} resume {Tiny.Folder("resume")}");

        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(2, Count("Stopped after step 3; everything is saved", output));
        Assert.Equal(2, Count("12 steps, test perplexity", output));
    }

    [Fact]
    public async Task What_is_wrong_for_all_is_shown_once()
    {
        var (exitCode, output, errors) = await Start("mpich", $"dotnet exec {Program} workers {Tiny.Folder("taken")}", $"mkdir -p {Tiny.Folder("taken/mine")}");

        Assert.NotEqual(0, exitCode);
        Assert.Equal(1, Count("Unhandled exception", output + errors));
        Assert.Contains(Tiny.Folder("taken"), output + errors);
    }

    [Fact]
    public async Task An_error_of_another_ends_all_and_is_shown_once()
    {
        var (exitCode, output, errors) = await Start("openmpi",
            $"bash -c 'test $OMPI_COMM_WORLD_RANK = 1 && export WEFT_EXAMPLE_DATA={Tiny.Folder("nothing")}; exec dotnet exec {Program} workers {Tiny.Folder("run")}'");

        Assert.NotEqual(0, exitCode);
        Assert.Equal(1, Count("Unhandled exception", output + errors));
        Assert.Contains(Tiny.Folder("nothing"), output + errors);
        Assert.DoesNotContain("has waited", output + errors);
    }

    [Fact]
    public void A_program_that_wants_no_workers_trains_by_itself()
    {
        // Of two processes that srun has started without MPI, the second.
        (string Name, string Value)[] variables = [("SLURM_PROCID", "1"), ("SLURM_NTASKS", "2"), ("SLURM_LOCALID", "1"), ("SLURM_STEP_ID", "0"), ("SLURM_STEP_NUM_TASKS", "2")];
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);

            Assert.StartsWith("srun started 2 processes without MPI", Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("run"))).Message);
            using var model = new TrainingBuilder(Tiny.Options) { JoinsWorkers = false }.Train(Tiny.Folder("run"));
            Assert.Equal(12, model.Summary!.Steps);
        }
        finally
        {
            foreach (var (name, _) in variables)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static int Count(string words, string text) => text.Split(words).Length - 1;

    private async Task<(int ExitCode, string Output, string Errors)> Start(string launcher, string program, string before = "true")
    {
        const int TimedOut = 124;
        var mpirun = MpiRun.Find(launcher);
        var options = launcher == "openmpi" ? "--oversubscribe --allow-run-as-root --bind-to none " : "";
        var result = await Shell.Run($"{before}; timeout 120 {mpirun} {options}-n 2 {program} </dev/null",
            ("WEFT_CACHE", Cache), ("WEFT_EXAMPLE_DATA", Tiny.Source), ("WEFT_EXAMPLE_STEPS", "6"), ("OMP_WAIT_POLICY", "passive"));
        Assert.True(result.ExitCode != TimedOut, "It did not end: " + result.Output + result.Errors);
        return result;
    }
}
