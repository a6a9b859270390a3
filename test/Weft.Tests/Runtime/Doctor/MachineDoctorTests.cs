using Weft.Runtime.Doctor;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime.Doctor;

public class MachineDoctorTests
{
    [Fact]
    public void Looking_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();

        var report = MachineDoctor.Run(folder.File("runs"), () => [DoctorCheck.Fine("speed", "fast")]);

        Assert.True(report.CanTrain);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(
            [
                "system", "C++ library", "LibTorch", "devices", "speed",
                "processor", "memory", "disk", "run folder", "cache folder", "default corpus",
            ],
            report.Checks.Select(check => check.Name));
    }

    [Fact]
    public void A_run_folder_that_cannot_be_written_forbids_training()
    {
        using var folder = new TemporaryFolder();
        var blocked = folder.Write("runs", "a file");

        var check = StorageChecks.OfRunsFolder(blocked);

        Assert.Equal($"{blocked} cannot be written", check.Finding);
        Assert.Equal("Start Weft in a folder of your own.", check.Remedy);
        Assert.False(new DoctorReport([check]).CanTrain);
    }

    [Fact]
    public void A_default_corpus_that_is_missing_forbids_training_and_one_that_is_there_is_named()
    {
        using var folder = new TemporaryFolder();
        var missing = StorageChecks.OfCorpus(folder.Path);
        folder.Write("System.Runtime.xml", "<doc/>");
        var found = StorageChecks.OfCorpus(folder.Path);

        Assert.Equal($"api-docs is not in {folder.Path}", missing.Finding);
        Assert.Equal("Restore and build again: dotnet build --force; or name text of your own: --data FILE.", missing.Remedy);
        Assert.False(new DoctorReport([missing]).CanTrain);
        Assert.Equal((true, $"api-docs, 1 files in {folder.Path}", ""), (found.Ok, found.Finding, found.Remedy));
    }

    [Fact]
    public void Advice_does_not_forbid_training() =>
        Assert.True(new DoctorReport([DoctorCheck.Advised("disk", "full", ok: false, "Free some space.")]).CanTrain);
}
