using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Weft.Foundation;

namespace Weft.Bench.Measuring;

/// <summary>Runs a verb of this program in a process of its own: fresh memory, and no setting of another measurement.</summary>
internal static class SameProgram
{
    // What a shell may have set for the allocator would hold for the listing too, and it is to run without.
    private static readonly string[] AllocatorSettings =
        ["GLIBC_TUNABLES", "MALLOC_ARENA_MAX", "MALLOC_TOP_PAD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"];

    /// <summary>Hands a verb an object and takes the one that it answers with.</summary>
    /// <typeparam name="TRequest">What goes to its standard input, as a line of JSON.</typeparam>
    /// <typeparam name="TAnswer">What the last line of its standard output holds.</typeparam>
    /// <exception cref="BenchmarkException">It failed; its own message went to standard error.</exception>
    public static TAnswer Ask<TRequest, TAnswer>(string verb, TRequest request)
    {
        using var process = Start([verb], [], redirect: true);
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request, WeftJson.OneLine));
        process.StandardInput.Close();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length == 0)
            throw new BenchmarkException($"The measurement was given up: its process ({verb}) ended with exit code {process.ExitCode}.");
        return JsonSerializer.Deserialize<TAnswer>(lines[^1], WeftJson.OneLine)!;
    }

    /// <summary>Takes the request of <see cref="Ask"/>.</summary>
    public static TRequest ReadRequest<TRequest>() => JsonSerializer.Deserialize<TRequest>(Console.In.ReadLine() ?? "", WeftJson.OneLine)!;

    /// <summary>Gives the answer to <see cref="Ask"/>.</summary>
    public static void Answer<TAnswer>(TAnswer answer) => Console.WriteLine(JsonSerializer.Serialize(answer, WeftJson.OneLine));

    /// <summary>Runs a verb with other environment variables, in this terminal.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        using var process = Start(arguments, environment, redirect: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>This program with arguments, ready to be started.</summary>
    public static ProcessStartInfo With(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        // Either this program's own file, or dotnet with the program as its first argument.
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(program, isHost ? arguments.Prepend(Assembly.GetExecutingAssembly().Location) : arguments) { UseShellExecute = false };
    }

    private static Process Start(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, bool redirect)
    {
        var start = With(arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (redirect, redirect);
        foreach (var name in AllocatorSettings)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
