using System.CommandLine;
using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>Measures <see cref="MachineSpeed"/> in a process of its own: hidden, for the other verbs.</summary>
internal static class MachineProcess
{
    private const string Verb = "measure-machine";

    public static Command CreateCommand()
    {
        var command = new Command(Verb) { Hidden = true };
        command.SetAction(_ => SameProgram.Answer(MachineSpeed.Measure(SameProgram.ReadRequest<int>())));
        return command;
    }

    /// <summary>Has a new process measure.</summary>
    /// <param name="threads">The option <c>runtime.threads</c>.</param>
    public static MatrixSpeed Run(int threads) => SameProgram.Ask<int, MatrixSpeed>(Verb, threads);

    /// <summary>The better of two measurements in each format: what disturbs a measurement only ever slows it down.</summary>
    public static MatrixSpeed Best(MatrixSpeed one, MatrixSpeed other) =>
        new(Math.Max(one.Float32, other.Float32), Math.Max(one.BFloat16, other.BFloat16));
}
