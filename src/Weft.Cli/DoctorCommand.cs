using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Weft.Foundation;
using Weft.Runtime.Doctor;

namespace Weft.Cli;

/// <summary><c>weft doctor</c>: tells whether training can work on this machine, and what to do when it cannot.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Write one JSON object to standard output, and the lines to standard error" };
        var command = new Command("doctor", "Check whether training can work on this machine") { json };
        command.SetAction(parsed =>
        {
            var report = MachineDoctor.Run(Path.Combine(Environment.CurrentDirectory, "runs"));
            var output = parsed.InvocationConfiguration;
            WriteLines(report, parsed.GetValue(json) ? output.Error : output.Output);
            if (parsed.GetValue(json))
                output.Output.WriteLine(JsonSerializer.Serialize(report, WeftJson.OneLine));
            return report.CanTrain ? 0 : 1;
        });
        return command;
    }

    /// <summary>Writes one line a check, and its remedy beneath it where there is one.</summary>
    internal static void WriteLines(DoctorReport report, TextWriter writer)
    {
        var terminal = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = terminal,
            Ansi = terminal.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        // Without this, a line would be broken at 80 letters when it goes into a file.
        console.Profile.Width = 1000;
        foreach (var check in report.Checks)
        {
            var (word, colour) = check.Ok ? ("ok", "green") : check.IsRequired ? ("fails", "red") : ("note", "yellow");
            console.MarkupLine($"[{colour}]{word,-5}[/] {check.Name,-12}  {Markup.Escape(check.Finding)}");
            if (check.Remedy.Length > 0)
                console.MarkupLine($"      {Markup.Escape(check.Remedy)}");
        }
        console.MarkupLine(report.CanTrain ? "Training can work here." : "[red]Training cannot work here.[/]");
    }
}
