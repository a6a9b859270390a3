using System.CommandLine;
using Spectre.Console;
using Weft.Kernels.Calibration;
using Weft.Runtime.Doctor;

namespace Weft.Cli;

/// <summary><c>weft doctor</c>: tells whether training can work on this machine, and what to do when it cannot.</summary>
internal static class DoctorCommand
{
    private const string Description = "Check whether training can work on this machine.";

    private const string Examples = """
        Examples:
          weft doctor
          weft doctor --json
          weft doctor --recalibrate
        """;

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var recalibrate = new Option<bool>("--recalibrate") { Description = "Measure anew what is fastest here, on a machine that is idle." };
        var command = new VerbCommand("doctor", Description, Examples) { recalibrate, json };
        command.SetAction(parsed => Examine(parsed.GetValue(recalibrate), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Examine(bool recalibrate, CommandOutput output)
    {
        var report = MachineDoctor.Run(Path.Combine(Environment.CurrentDirectory, "runs"), () => CalibrationChecks.Make(recalibrate));
        foreach (var check in report.Checks)
            Write(check, output.Human);
        output.Human.MarkupLine(report.CanTrain ? "Training can work here." : "[red]Training cannot work here.[/]");
        output.Result(report);
        return report.CanTrain ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>One line a check, and its remedy beneath it where there is one.</summary>
    private static void Write(DoctorCheck check, IAnsiConsole console)
    {
        var (word, colour) = check.Ok ? ("ok", "green") : check.IsRequired ? ("fails", "red") : ("note", "yellow");
        console.MarkupLine($"[{colour}]{word,-5}[/] {check.Name,-14}  {Markup.Escape(check.Finding)}");
        if (check.Remedy.Length > 0)
            console.MarkupLine($"      {Markup.Escape(check.Remedy)}");
    }
}
