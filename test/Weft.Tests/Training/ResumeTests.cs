using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Training.Options;

namespace Weft.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    [Fact]
    public void A_run_that_was_stopped_and_resumed_ends_with_the_same_weights_bit_for_bit()
    {
        using var whole = new Recorder();
        _tiny.Train(_tiny.Options, "whole", whole);
        using var cut = new Recorder { StopAfter = 5 };
        var stopped = _tiny.Train(_tiny.Options, "cut", cut, cut.Token);
        using var rest = new Recorder();
        using (var run = _tiny.Resume("cut", listener: rest))
            run.Run(CancellationToken.None);

        Assert.True(stopped.Interrupted);
        Assert.Equal(5, stopped.Steps);
        Assert.Equal(whole.Steps.Skip(5).Select(step => (step.Step, step.Loss, step.Rate)), rest.Steps.Select(step => (step.Step, step.Loss, step.Rate)));
        foreach (var file in new[] { "model.safetensors", "optimizer.safetensors", "sampler.json" })
            Assert.Equal(HashOf("whole", file), HashOf("cut", file));
    }

    [Fact]
    public void The_metrics_of_a_resumed_run_have_every_step_once()
    {
        using var cut = new Recorder { StopAfter = 5 };
        _tiny.Train(_tiny.Options, "run", cut, cut.Token);
        // A session that was killed has logged steps that its checkpoint does not hold.
        File.AppendAllText(_tiny.Folder("run/metrics.jsonl"), """{"kind":"step","step":6,"phase":"full"}""" + "\n" + """{"kind":"st""");
        using (var run = _tiny.Resume("run"))
            run.Run(CancellationToken.None);

        var lines = File.ReadAllLines(_tiny.Folder("run/metrics.jsonl"));

        Assert.Equal(Enumerable.Range(1, 12), lines.Where(line => line.Contains("\"kind\":\"step\"")).Select(StepOf));
        Assert.All(lines, line => Assert.Contains("\"phase\":\"full\"", line));
    }

    [Fact]
    public void A_finished_run_goes_on_only_with_a_larger_budget()
    {
        _tiny.Train(_tiny.Options, "run");

        var error = Assert.Throws<ConfigurationException>(() => _tiny.Resume("run"));
        using var run = _tiny.Resume("run", new BudgetOptions { Steps = 15 });
        var summary = run.Run(CancellationToken.None);

        Assert.Contains("--max-steps", error.Message);
        Assert.Equal(15, summary.Steps);
    }

    public void Dispose() => _tiny.Dispose();

    private string HashOf(string run, string file) => Hashes.Sha256OfFile(_tiny.Folder($"{run}/checkpoints/step-12/{file}"));

    private static int StepOf(string line) => (int)System.Text.Json.Nodes.JsonNode.Parse(line)!["step"]!;
}
