using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Tests.Support;

/// <summary>The program <c>weft</c> in a process of its own, without a terminal.</summary>
internal sealed partial class WeftProcess : IDisposable
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];

    public WeftProcess(string cache, params string[] arguments)
        : this(cache, new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]))
    {
    }

    private WeftProcess(string cache, ProcessStartInfo start)
    {
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        start.Environment["WEFT_CACHE"] = cache;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A command of the shell, in which the program may stand.</summary>
    public static WeftProcess Shell(string cache, string command) => new(cache, new ProcessStartInfo("/bin/sh", ["-c", command]));

    /// <summary>The program's assembly, which the build copies beside the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Weft.Cli.dll");

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    /// <summary>Waits until something is so; fails the test when the process ends before.</summary>
    public async Task Until(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.False(_process.HasExited, Output + Errors);
            Assert.True(watch.Elapsed < Patience, "It did not come so far: " + Output + Errors);
            await Task.Delay(20);
        }
    }

    public void Signal(int signal) => Assert.Equal(0, Send(_process.Id, signal));

    /// <summary>Sends a signal to a process.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Send(int process, int signal);

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitCode()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
