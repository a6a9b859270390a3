using System.CommandLine;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Experiments.Verification;
using Weft.Runs.Options;

namespace Weft.Cli.Verbs;

/// <summary><c>weft verify-resume</c>.</summary>
internal static class VerifyResumeCommand
{
    private const string Description = "Check that a training which is killed and resumed ends with the same bits as one that is not.";

    private const string Examples = """
        Examples:
          weft verify-resume --max-steps 60
          weft verify-resume --data notes.txt --preset reference --max-epochs 0.5
          weft verify-resume experiment.json --kill-at 25 --out runs/verified --json
          weft verify-resume --max-steps 60 --workers 2 --resume-workers 4
        """;

    public static Command Create()
    {
        var arguments = new RunOptionsArguments();
        var folder = new Option<string?>("--out") { Description = "A new folder for the two runs; default a temporary one, deleted when they are the same.", HelpName = "FOLDER" };
        var killAt = new Option<long?>("--kill-at") { Description = "Kill the training (SIGKILL) after this step; default a random one.", HelpName = "STEP" };
        var killSeed = new Option<long>("--kill-seed") { Description = "Determines the random step, and the moment within it.", DefaultValueFactory = _ => 1 };
        var workers = new Option<int>("--workers") { Description = "The training that is killed has so many workers.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var resumeWorkers = new Option<int?>("--resume-workers") { Description = "It goes on with so many; default as many as before.", HelpName = "N" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("verify-resume", Description, Examples) { folder, killAt, killSeed, workers, resumeWorkers };
        arguments.AddTo(command);
        command.Add(json);
        command.Does(
            (parsed, problems) =>
            {
                var options = problems.Collect(() => arguments.Read(parsed));
                ResumeVerification.RequireRepeatable(options?.Budget ?? new(), parsed.ValueOf(killAt), problems);
                var (first, second) = (parsed.ValueOf(workers), parsed.ValueOf(resumeWorkers) ?? parsed.ValueOf(workers));
                problems.Require(first is 1 or 2 or 4 or 8, "--workers", first, "be 1, 2, 4 or 8, with which results can be the same bits");
                problems.Require(second is 1 or 2 or 4 or 8, "--resume-workers", second, "be 1, 2, 4 or 8, with which results can be the same bits");
                return (Options: options, Workers: (first, second), Folder: problems.Collect(() => VerificationFolder.Open(parsed.ValueOf(folder))));
            },
            (given, parsed) => Verify(given.Options!, given.Folder!, given.Workers, parsed.GetValue(killAt), parsed.GetValue(killSeed), new CommandOutput(parsed, json)));
        return command;
    }

    private static int Verify(RunOptions options, VerificationFolder folder, (int First, int Second) workers, long? killAt, long killSeed, CommandOutput output)
    {
        using var signals = new StopSignals();
        var report = Displays.Show(output, display => folder.Use(path => new ResumeVerification(
            path, ThisProgram.Start, Corpora.Provider(display), display, display.Tell) { Workers = workers.First, ResumeWorkers = workers.Second }
            .Verify(options, killAt, killSeed, signals.Token)));
        output.Human.Write(TableOf(report));
        output.Human.WriteLine(report is { Identical: true, Verified: false }
            ? $"Nothing is shown: the training was killed after step {report.KilledAfter:N0}, before anything was saved, and began anew. Kill it later: --kill-at STEP"
            : report.Identical
            ? $"The same bits: {report.Steps:N0} steps, killed after step {report.KilledAfter:N0}, resumed from step {report.ResumedFrom:N0} (--kill-seed {report.KillSeed})."
            : $"Not the same. {report.FirstDifference}{Environment.NewLine}Both runs are in {report.Folder}");
        output.Result(report);
        return report.Verified ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static Table TableOf(ResumeReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("SHA-256 of", "uninterrupted", "killed and resumed", "");
        foreach (var part in report.Parts)
            table.AddRow(part.Name, part.Whole[..16], part.Resumed[..16], part.Identical ? "same" : "[red]different[/]");
        return table;
    }
}
