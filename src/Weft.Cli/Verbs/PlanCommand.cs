using System.CommandLine;
using Weft.Cli.Arguments;
using Weft.Cli.Tables;
using Weft.Workers.Planning;

namespace Weft.Cli.Verbs;

/// <summary><c>weft plan</c>: what a training will take, worked out before it begins.</summary>
internal static class PlanCommand
{
    private const string Description = "Work out how many workers pay off on a network: arithmetic, and no measurement.";

    private const string Examples = """
        Examples:
          weft plan                                          8, 64 and 1,024 GPUs
          weft plan --workers 16 32 --network 25Gb/s         a slower network
          weft plan --workers 64 --parameters 350M --step 0.31 --tokens 16k
          weft plan --workers 4 --per-machine 1 --network 10Gb/s --latency 30us --json
        """;

    public static Command Create()
    {
        var arguments = new ProjectionArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand("plan", Description, Examples);
        arguments.AddTo(command);
        command.Add(json);
        command.Does(arguments.Read, (options, parsed) => Project(options, new CommandOutput(parsed, json)));
        return command;
    }

    private static int Project(ProjectionOptions options, CommandOutput output)
    {
        var steps = Projection.Of(options);
        FittingTable.Write(ProjectionTable.Of(steps), output.Human);
        foreach (var line in ProjectionTable.Assumptions(options))
            output.Line(line);
        output.Result(new { IsMeasured = false, Assumed = options, Steps = steps });
        return ExitCodes.Done;
    }
}
