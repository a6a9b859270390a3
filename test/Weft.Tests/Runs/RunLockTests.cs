using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Tests.Support;

namespace Weft.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void Two_trainings_in_one_folder_are_refused()
    {
        IOException error;
        using (_tiny.Create(_tiny.Options, "run"))
            error = Assert.Throws<IOException>(() => _tiny.Resume("run"));
        using var after = _tiny.Resume("run");

        Assert.Equal(
            [$"Another training is under way in {_tiny.Folder("run")}: it holds the lock {_tiny.Folder("run/.lock")}.", $"Wait for its end or stop it, then: weft train --resume {_tiny.Folder("run")}"],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void A_refused_training_clears_nothing_up()
    {
        using var run = _tiny.Create(_tiny.Options, "run");
        var beingWritten = Directory.CreateDirectory(_tiny.Folder($"run/checkpoints/.step-3.{Guid.NewGuid():N}.tmp")).FullName;

        Assert.Throws<IOException>(() => _tiny.Resume("run"));

        Assert.True(Directory.Exists(beingWritten));
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_up_and_nothing_else()
    {
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(_tiny.Options, "run", cut, cut.Token);
        var (digits, run) = (Guid.NewGuid().ToString("N"), _tiny.Folder("run"));
        string[] stale = [$".config.json.{digits}.tmp", $"checkpoints/.manifest.json.{digits}.tmp"];
        string[] staleFolders = [$"checkpoints/.step-7.{digits}.tmp", $"checkpoints/.step-5.{digits}.tmp.old"];
        string[] own = [".hidden.tmp", "notes.tmp", "checkpoints/.notes"];
        foreach (var file in stale.Concat(own))
            File.WriteAllText(Path.Combine(run, file), "half");
        foreach (var folder in staleFolders)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(run, folder)).FullName, "state.json"), "half");

        _tiny.Resume("run").Dispose();

        Assert.DoesNotContain(stale.Concat(staleFolders), name => Path.Exists(Path.Combine(run, name)));
        Assert.All(own, name => Assert.True(File.Exists(Path.Combine(run, name))));
        Assert.True(File.Exists(Path.Combine(run, "checkpoints/step-5/manifest.json")));
    }

    [Fact]
    public void A_folder_that_another_process_begins_meanwhile_is_refused()
    {
        RunFolder.RequireFree(_tiny.Folder("run"));
        var first = RunFolder.Of(_tiny.Folder("run"));
        _tiny.Train(_tiny.Options, "run");
        using var store = _tiny.Corpora().Prepare(_tiny.Options.Data, CancellationToken.None).Store;

        var error = Assert.Throws<ConfigurationException>(() => new RunBeginning(first).Write(_tiny.Options, store, WeightSources.None));

        Assert.Contains("exists. Name another (--out)", error.Message);
        Assert.True(File.Exists(_tiny.Folder("run/vocabulary.json")));
    }

    [Fact]
    public void A_training_that_cannot_be_built_lets_go_of_everything()
    {
        _tiny.Train(_tiny.Options, "run");

        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<ConfigurationException>(() => _tiny.Resume("run", new BudgetOptions { Steps = 12 }));
            Assert.StartsWith("The run is at step 12", error.Message);
        }
        // Memory-mapped files that are still open stand in the process's list of mappings.
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain(_tiny.Cache, File.ReadAllText("/proc/self/maps"));
    }

    public void Dispose() => _tiny.Dispose();
}
