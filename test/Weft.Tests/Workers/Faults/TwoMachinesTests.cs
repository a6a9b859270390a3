using System.Diagnostics;
using Weft.Tests.Support;

namespace Weft.Tests.Workers.Faults;

/// <summary>
/// Two machines in name spaces of the kernel, each with a network of its own, and a wire between them. Open MPI's launcher on the first starts its helper on the second as it
/// would by ssh.
/// </summary>
public sealed class TwoMachinesTests : IDisposable
{
    private const string Machines = """
        set -eu
        ip link set lo up; hostname machine-a
        unshare --net --uts sleep 300 & B=$!
        until [ "$(readlink /proc/$B/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.05; done
        in_b() { nsenter -t $B --net --uts -- "$@"; }
        in_b hostname machine-b; in_b ip link set lo up
        ip link add wire-a type veth peer name wire-b netns $B
        ip addr add 10.77.0.1/24 dev wire-a; in_b ip addr add 10.77.0.2/24 dev wire-b
        ip link set wire-a up; in_b ip link set wire-b up

        """;

    // The launcher finds out by itself that a machine is gone, some seconds after the last word of it.
    private const string Training = """
        printf '#!/bin/sh\nshift\nexec nsenter -t %s --net --uts -- sh -c "$*"\n' $B > $FOLDER/agent; chmod +x $FOLDER/agent
        train() {
            $MPIRUN --allow-run-as-root --bind-to none -n 2 --host 10.77.0.1:1,10.77.0.2:1 --mca plm_rsh_agent $FOLDER/agent \
                --mca oob_tcp_keepalive_time 2 --mca oob_tcp_keepalive_intvl 1 --mca oob_tcp_keepalive_probes 2 $WEFT train "$@" < /dev/null
        }
        train $CONFIG --out $RUN $SETTINGS & JOB=$!
        until [ "$(grep -c '"kind":"step"' $RUN/metrics.jsonl 2> /dev/null)" -gt 12 ] 2> /dev/null; do kill -0 $JOB; sleep 0.05; done
        ip link set wire-a down; echo CUT
        CODE=0; wait $JOB || CODE=$?
        echo ENDED $CODE
        ip link set wire-a up
        # A wire that is back takes a moment until everything goes through it.
        for TRY in 1 2 3; do train --resume $RUN > /dev/null && echo RESUMED && break; sleep 2; done
        kill $B
        """;

    private static readonly string[] Settings =
        ["--threads", "1", "--max-steps", "300", "--set", "workers.reproducible=true", "--set", "training.checkpointSteps=5", "--set", "workers.timeoutSeconds=30"];

    private readonly TinyCommands _tiny = new();

    [Fact]
    public async Task A_machine_that_is_cut_off_ends_the_job_and_costs_nothing()
    {
        var launcher = MpiRun.Find("openmpi");
        Assert.SkipUnless(OperatingSystem.IsLinux() && await Run(Machines + "kill $B") is (0, _), "Name spaces cannot be made here: it takes unshare, nsenter, ip and hostname.");

        var (code, output) = await Run(
            Machines + Training, ("MPIRUN", launcher), ("WEFT", $"dotnet exec {WeftProcess.Program}"), ("CONFIG", _tiny.Config), ("FOLDER", _tiny.Folder("")), ("RUN", _tiny.Folder("run")),
            ("SETTINGS", string.Join(' ', Settings)), ("WEFT_CACHE", _tiny.CacheFolder), ("OMP_WAIT_POLICY", "passive"));

        Assert.True(code == 0, output);
        Assert.DoesNotContain("ENDED 0", output);
        // Whichever of the two comes first: the launcher's own word, or the other worker's.
        Assert.True(output.Contains("lost communication with a remote daemon", StringComparison.Ordinal) || output.Contains("Worker 1 gives no sign of life", StringComparison.Ordinal), output);
        Assert.Contains("RESUMED", output);
        _tiny.Trained("whole", Settings);
        Assert.Equal(Weights("whole"), Weights("run"));
    }

    public void Dispose() => _tiny.Dispose();

    private string Weights(string run) => Weft.Foundation.Hashes.Sha256OfFile(Path.Combine(_tiny.Folder(run), "checkpoints", "step-300", "model.safetensors"));

    /// <summary>All processes end with the shell, which is the first of its own name space.</summary>
    private static async Task<(int ExitCode, string Output)> Run(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("timeout", ["-k", "5", "170", "unshare", "--user", "--map-root-user", "--mount", "--net", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", "exec 2>&1; " + script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
