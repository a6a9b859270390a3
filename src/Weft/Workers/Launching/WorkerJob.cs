using System.Diagnostics;
using System.Globalization;

namespace Weft.Workers.Launching;

/// <summary>Workers that Weft has started on this machine, until all of them have ended.</summary>
internal static class WorkerJob
{
    /// <summary>Starts them and waits for their end.</summary>
    /// <param name="launcher">The launcher.</param>
    /// <param name="workers">How many.</param>
    /// <param name="program">The program and its arguments.</param>
    /// <param name="holdsInput">The variable by which the first worker knows that the end of its standard input asks it to stop.</param>
    /// <param name="listener">Takes what they write.</param>
    /// <param name="columns">Of the terminal on which the first worker's rows are shown; null where they are not.</param>
    /// <param name="stop">Asks them to finish their step, save and end; so does the end of this process, however it comes.</param>
    public static JobEnd Run(JobLauncher launcher, int workers, ProcessStartInfo program, string holdsInput, JobListener listener, int? columns, CancellationToken stop)
    {
        var start = launcher.Start(workers, program);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment[holdsInput] = "1";
        start.Environment[JobLauncher.Variable] = "1";
        if (columns is { } wide)
            start.Environment[JobLauncher.ColumnsVariable] = wide.ToString(CultureInfo.InvariantCulture);
        var lines = new JobLines(listener);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} could not be started.");
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                lines.Take(text);
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                lines.TakeOutput(text);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using (stop.Register(() => CloseInput(process)))
            process.WaitForExit();
        return new JobEnd(process.ExitCode, lines.Ended, lines.OfLauncher);
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
    }
}

/// <summary>How a job ended.</summary>
/// <param name="ExitCode">Its launcher's exit code.</param>
/// <param name="Ended">What became of a worker that was ended from outside, in a sentence; null where none was.</param>
/// <param name="OfLauncher">What the launcher said where no worker has said anything; else null.</param>
internal readonly record struct JobEnd(int ExitCode, string? Ended, string? OfLauncher);
