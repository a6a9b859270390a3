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
                "processor", "memory", "disk", "run folder", "cache folder",
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
    public void Advice_does_not_forbid_training() =>
        Assert.True(new DoctorReport([DoctorCheck.Advised("disk", "full", ok: false, "Free some space.")]).CanTrain);
}
