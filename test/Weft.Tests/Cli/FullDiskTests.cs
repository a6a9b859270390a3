using System.Diagnostics;
using Weft.Bench.Faults;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>On a disk of a few megabytes, mounted in a name space of the child process alone.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Mount = "set -e; mount -t tmpfs -o size=16m tmpfs $DISK; ";
    private const string WayOut = "Free some space, or name folders elsewhere";

    private readonly TinyCommands _tiny = new();

    public FullDiskTests() => Directory.CreateDirectory(_tiny.Folder("disk"));

    [Fact]
    public async Task A_checkpoint_that_does_not_fit_leaves_the_one_before_it_whole()
    {
        var (code, output) = await Shell(
            Mount + "$WEFT train $CONFIG --out $DISK/run > /dev/null;"
            + "dd if=/dev/zero of=$DISK/filler bs=1M count=64 2> /dev/null || true; truncate -s -30000 $DISK/filler;"
            + "echo BEGIN; $WEFT train --resume $DISK/run --max-steps 14 > /dev/null || echo CODE $?; echo END;"
            + "rm $DISK/filler; find $DISK -name '*.tmp'; ls $DISK/run/checkpoints;"
            + "$WEFT generate $DISK/run --checkpoint last --tokens 3 > /dev/null && echo GENERATES;"
            + "$WEFT train --resume $DISK/run --max-steps 14 > /dev/null && echo RESUMES");

        Assert.True(code == 0, output);
        AssertRefused(output, "No space left on device");
        Assert.Equal("step-12\nstep-9\nGENERATES\nRESUMES\n", output[(output.IndexOf("END\n", StringComparison.Ordinal) + 4)..]);
    }

    [Fact]
    public async Task With_two_workers_the_first_ones_full_disk_ends_both_and_costs_nothing()
    {
        var mpirun = LauncherFolder.Make(_tiny.Folder("openmpi"), MpiRun.Find("openmpi"));
        var (code, output) = await Shell(
            Mount + $"export PATH={mpirun}:$PATH OMP_WAIT_POLICY=passive;"
            + "$WEFT train $CONFIG --out $DISK/run --threads 1 --set workers.reproducible=true > /dev/null; cp -r $DISK/run $DISK.whole;"
            + "dd if=/dev/zero of=$DISK/filler bs=1M count=64 2> /dev/null || true; truncate -s -30000 $DISK/filler;"
            + "echo BEGIN; $WEFT train --resume $DISK/run --max-steps 14 --workers 2 > /dev/null || echo CODE $?; echo END;"
            + "rm $DISK/filler; ls $DISK/run/checkpoints;"
            + "$WEFT train --resume $DISK/run --max-steps 14 --workers 2 > /dev/null && $WEFT train --resume $DISK.whole --max-steps 14 > /dev/null;"
            + "cmp $DISK/run/checkpoints/step-14/model.safetensors $DISK.whole/checkpoints/step-14/model.safetensors && echo SAME");

        Assert.True(code == 0, output);
        var between = output.Split("BEGIN\n")[1].Split("END\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(between.Length == 4, output);
        Assert.Contains("No space left on device", between[0]);
        Assert.StartsWith(WayOut, between[1]);
        Assert.StartsWith("Go on from the last checkpoint with: weft train --resume ", between[2]);
        Assert.Equal("CODE 1", between[3]);
        Assert.Equal("step-12\nstep-9\nSAME\n", output[(output.IndexOf("END\n", StringComparison.Ordinal) + 4)..]);
    }

    [Fact]
    public async Task A_run_folder_that_cannot_be_begun_is_not_left_behind()
    {
        var (code, output) = await Shell(
            Mount + "dd if=/dev/zero of=$DISK/filler bs=1M count=64 2> /dev/null || true;"
            + "echo BEGIN; $WEFT train $CONFIG --out $DISK/run > /dev/null || echo CODE $?; echo END; ls -A $DISK");

        Assert.True(code == 0, output);
        AssertRefused(output, "No space left on device");
        Assert.EndsWith("END\nfiller\n", output);
    }

    [Fact]
    public async Task Text_that_cannot_be_prepared_leaves_no_half_store()
    {
        var (code, output) = await Shell(
            Mount + "dd if=/dev/zero of=$DISK/filler bs=1M count=64 2> /dev/null || true; truncate -s -8192 $DISK/filler;"
            + "export WEFT_CACHE=$DISK/cache;"
            + "echo BEGIN; $WEFT prepare $CONFIG > /dev/null || echo CODE $?; echo END; ls -A $DISK/cache/prepared | grep -v lock || echo NOTHING");

        Assert.True(code == 0, output);
        AssertRefused(output, "No space left on device");
        Assert.EndsWith("END\nNOTHING\n", output);
    }

    public void Dispose() => _tiny.Dispose();

    private static void AssertRefused(string output, string message)
    {
        var between = output.Split("BEGIN\n")[1].Split("END\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(between.Length == 3, output);
        Assert.Contains(message, between[0]);
        Assert.StartsWith(WayOut, between[1]);
        Assert.Equal("CODE 1", between[2]);
    }

    private async Task<(int ExitCode, string Output)> Shell(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && await Run("mount -t tmpfs tmpfs $DISK") is (0, _), "A small disk cannot be mounted here: it takes unshare and mount.");
        return await Run(script);
    }

    private async Task<(int ExitCode, string Output)> Run(string script)
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", "exec 2>&1; " + script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WEFT"] = $"dotnet exec {WeftProcess.Program}";
        start.Environment["CONFIG"] = _tiny.Config;
        start.Environment["DISK"] = _tiny.Folder("disk");
        start.Environment["WEFT_CACHE"] = _tiny.CacheFolder;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
