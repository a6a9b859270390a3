using System.Diagnostics;
using Weft.Experiments.Verification;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Experiments.Verification;

public sealed class ResumeVerificationTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_difference_is_found_and_named()
    {
        // Somebody changes the seed while the run is dead, so that all that follows is another training.
        var report = Verify(Options(120), killAt: 50, arguments =>
        {
            if (arguments.Contains("--resume"))
            {
                ChangeSeed(_tiny.Folder("verified/killed"));
            }
            return Program(arguments);
        });

        Assert.False(report.Identical);
        Assert.Equal(["weights", "optimizer state", "sample order", "losses"], report.Parts.Where(part => !part.Identical).Select(part => part.Name));
        Assert.StartsWith($"step at step {report.ResumedFrom + 1}: loss is ", report.FirstDifference);
        Assert.InRange(report.ResumedFrom, 1, report.KilledAfter);
        Assert.False(Directory.Exists(_tiny.Folder("verified/whole/evaluation")), "Reports are not compared, and should not be waited for.");
    }

    [Fact]
    public void A_training_that_fails_is_an_error_that_says_why()
    {
        var error = Assert.Throws<InvalidDataException>(() => Verify(Options(5), null, arguments => Program([.. arguments, "--set", "model.layers=0"])));

        Assert.Equal("The uninterrupted training ended with exit code 2: model.layers is 0; it must be from 1 to 512.", error.Message);
    }

    [Fact]
    public void A_kill_after_the_end_that_only_the_training_shows_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Verify(_tiny.Options with { Budget = new BudgetOptions { Tokens = 400 } }, 399, Program));

        Assert.Equal("--kill-at is 399; it must be below the training's 5 steps.", error.Message);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(100L, null)]
    public void A_budget_in_minutes_is_refused(long? steps, long? killAt)
    {
        var problem = Assert.Single(ProblemsOf(new BudgetOptions { Minutes = 2, Steps = steps }, killAt));

        Assert.StartsWith("budget.minutes is 2; a budget in minutes never repeats exactly. Count otherwise: --max-steps, --max-tokens or --max-epochs", problem);
    }

    [Theory]
    [InlineData(0L, "--kill-at is 0; it must be above 0.")]
    [InlineData(12L, "--kill-at is 12; it must be below the budget's 12 steps.")]
    public void A_kill_outside_of_the_training_is_refused(long killAt, string message) =>
        Assert.Equal([message], ProblemsOf(_tiny.Options.Budget, killAt));

    [Fact]
    public void The_moment_is_a_function_of_the_seed_and_lies_within_the_training()
    {
        var moments = Enumerable.Range(0, 200).Select(seed => KillMoment.Choose(5, null, seed, 0.5)).ToList();

        Assert.Equal(moments, Enumerable.Range(0, 200).Select(seed => KillMoment.Choose(5, null, seed, 0.5)));
        Assert.Equal([1, 2, 3, 4], moments.Select(moment => moment.Step).Distinct().Order());
        Assert.All(moments, moment => Assert.InRange(moment.Delay.TotalSeconds, 0, 0.5));
        Assert.True(moments.Select(moment => moment.Delay).Distinct().Count() > 190);
        Assert.Throws<ConfigurationException>(() => KillMoment.Choose(1, null, 1, 0.5));
    }

    [Fact]
    public void The_first_number_that_differs_is_named_where_every_loss_is_the_same()
    {
        _tiny.Train(_tiny.Options, "a");
        _tiny.Train(_tiny.Options, "b");
        var (whole, resumed) = (new FinishedRun(_tiny.Folder("a")), new FinishedRun(_tiny.Folder("b")));

        Assert.Null(FirstDifference.Between(whole, resumed));
        Assert.Equal(whole.Hashes, resumed.Hashes);

        // The last four bytes are the last number of the last tensor.
        var file = resumed.TensorFiles[1];
        using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.Position = stream.Length - 1;
            stream.WriteByte(0x7E);
        }
        Assert.StartsWith("optimizer.safetensors: number ", FirstDifference.Between(whole, resumed));
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>So thoroughly that the training does not notice.</summary>
    private static void ChangeSeed(string run)
    {
        foreach (var path in Directory.GetFiles(run, "origin.json", SearchOption.AllDirectories).Append(Path.Combine(run, "config.json")))
        {
            var before = Hashes.Sha256OfFile(path);
            File.WriteAllText(path, File.ReadAllText(path).Replace("\"seed\": 1,", "\"seed\": 2,", StringComparison.Ordinal));
            var manifest = Path.Combine(Path.GetDirectoryName(path)!, "manifest.json");
            if (File.Exists(manifest))
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(before, Hashes.Sha256OfFile(path), StringComparison.Ordinal));
        }
    }

    private RunOptions Options(long steps) => _tiny.Options with
    {
        Budget = new BudgetOptions { Steps = steps },
        Training = _tiny.Options.Training with { CheckpointSteps = 40 },
        Evaluation = _tiny.Options.Evaluation with { Report = true },
    };

    private static IReadOnlyList<string> ProblemsOf(BudgetOptions budget, long? killAt)
    {
        var problems = new Problems();
        ResumeVerification.RequireRepeatable(budget, killAt, problems);
        return problems.Found;
    }

    private ResumeReport Verify(RunOptions options, long? killAt, Func<IReadOnlyList<string>, ProcessStartInfo> program) =>
        new ResumeVerification(_tiny.Folder("verified"), program, _tiny.Corpora(), null, _ => { }).Verify(options, killAt, killSeed: 1, CancellationToken.None);

    private ProcessStartInfo Program(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", WeftProcess.Program, .. arguments]);
        start.Environment["WEFT_CACHE"] = _tiny.Cache;
        return start;
    }
}
