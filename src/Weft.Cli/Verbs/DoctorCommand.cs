using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Kernels.Autotuning;
using Weft.Runtime.Doctor;

namespace Weft.Cli.Verbs;

/// <summary><c>weft doctor</c>: tells whether training can work on this machine, and what to do when it cannot.</summary>
internal static class DoctorCommand
{
    private const string Description = "Check whether training can work on this machine.";

    private const string Examples = """
        Examples:
          weft doctor
          weft doctor --json
          weft doctor --autotune
        """;

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var autotune = new Option<bool>("--autotune") { Description = "Measure anew what is fastest here, on a machine that is idle." };
        var command = new VerbCommand("doctor", Description, Examples) { autotune, json };
        command.SetAction(parsed => Examine(parsed.GetValue(autotune), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Examine(bool autotune, CommandOutput output)
    {
        var report = MachineDoctor.Run(Path.Combine(Environment.CurrentDirectory, "runs"), () => AutotuningChecks.Make(autotune));
        output.Human.Write(GridOf(report.Checks));
        output.Human.MarkupLine(report.CanTrain ? "Training can work here." : "[red]Training cannot work here.[/]");
        output.Result(report);
        return report.CanTrain ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>A row a check, and its remedy beneath it where there is one; long findings stay in their column.</summary>
    private static Grid GridOf(IReadOnlyList<DoctorCheck> checks)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var check in checks)
        {
            var (word, colour) = check.Ok ? ("ok", Color.Green) : check.IsRequired ? ("fails", Color.Red) : ("note", Color.Yellow);
            var finding = check.Remedy.Length > 0 ? check.Finding + Environment.NewLine + check.Remedy : check.Finding;
            grid.AddRow(new Spectre.Console.Text($"{word,-5}", new Style(colour)), new Spectre.Console.Text($"{check.Name,-14}"), new Spectre.Console.Text(finding));
        }
        return grid;
    }
}
