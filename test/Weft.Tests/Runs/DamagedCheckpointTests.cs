using Weft.Tests.Support;
using Weft.Training;

namespace Weft.Tests.Runs;

/// <summary>A checkpoint that the disk has damaged is passed over, and the user is told.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public DamagedCheckpointTests()
    {
        var options = _tiny.Options;
        _tiny.Train(options with { Training = options.Training with { CheckpointSteps = 4, KeepCheckpoints = 5 } }, "whole");
        using var cut = new Recorder { StopAfter = 9 };
        _tiny.Train(options with { Training = options.Training with { CheckpointSteps = 4, KeepCheckpoints = 5 } }, "run", cut, cut.Token);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("state.json")]
    [InlineData("manifest.json")]
    public void Training_goes_on_from_the_one_before_it(string file)
    {
        Flip("step-9", file);
        var told = new List<string>();
        using var rest = new Recorder();
        using (var run = _tiny.Resume("run", listener: rest, tell: told.Add))
            run.Run(CancellationToken.None);

        Assert.Contains("step-9", Assert.Single(told));
        Assert.EndsWith("Step 8 is used instead.", told[0]);
        Assert.Equal([9, 10, 11, 12], rest.Steps.Select(step => step.Step));
        Assert.Equal(Checkpoints.SavingStages.Result(_tiny.Folder("whole")), Checkpoints.SavingStages.Result(_tiny.Folder("run")));
        Assert.True(Directory.Exists(_tiny.Folder("run/checkpoints/step-9.damaged")));
    }

    [Fact]
    public void A_damaged_checkpoint_does_not_count_among_those_that_are_kept()
    {
        // Of step 20, which this run never comes to.
        Directory.Move(_tiny.Folder("run/checkpoints/step-9"), _tiny.Folder("run/checkpoints/step-20"));
        Flip("step-20", "model.safetensors");
        using (var run = _tiny.Resume("run"))
            run.Run(CancellationToken.None);
        using var again = LoadedModel.Open(_tiny.Folder("run"), "last", tell: damage => Assert.Fail(damage));

        Assert.True(Directory.Exists(_tiny.Folder("run/checkpoints/step-20.damaged")));
        Assert.False(Directory.Exists(_tiny.Folder("run/checkpoints/step-20")));
    }

    [Fact]
    public void When_none_is_whole_that_is_an_error()
    {
        foreach (var folder in Directory.GetDirectories(_tiny.Folder("run/checkpoints")))
            Flip(Path.GetFileName(folder), "model.safetensors");

        var error = Assert.Throws<InvalidDataException>(() => _tiny.Resume("run"));

        Assert.Contains("step-9 is damaged: model.safetensors is not what was written", error.Message);
        Assert.EndsWith("No other checkpoint of the run is whole: put a copy back, or train anew.", error.Message);
    }

    [Fact]
    public void The_best_is_found_without_reading_the_weights_of_the_newest()
    {
        TrainWithBestAtStep1();
        Flip("step-12", "model.safetensors", "best");

        using var trained = LoadedModel.Open(_tiny.Folder("best"), "best", tell: damage => Assert.Fail(damage));
    }

    [Fact]
    public void In_place_of_a_damaged_best_one_the_newest_is_used_and_the_user_is_told()
    {
        TrainWithBestAtStep1();
        Flip("step-1", "model.safetensors", "best");
        var told = new List<string>();

        using var trained = LoadedModel.Open(_tiny.Folder("best"), "best", tell: told.Add);

        Assert.Contains("step-1 is damaged", Assert.Single(told));
        Assert.EndsWith("It was the best; step 12 is used instead.", told[0]);
    }

    [Fact]
    public void A_damaged_checkpoint_that_was_named_is_an_error()
    {
        Flip("step-8", "model.safetensors");

        var error = Assert.Throws<InvalidDataException>(() => LoadedModel.Open(_tiny.Folder("run"), "8"));

        Assert.Contains("step-8 is damaged", error.Message);
        Assert.EndsWith("Take the newest that is whole: --checkpoint last", error.Message);
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>Nothing gets better with so small a rate.</summary>
    private void TrainWithBestAtStep1()
    {
        var options = _tiny.Options;
        _tiny.Train(
            options with { Schedule = options.Schedule with { PeakRate = 1e-30 }, Evaluation = options.Evaluation with { EverySteps = 1 } }, "best");
    }

    private void Flip(string step, string file, string run = "run")
    {
        var path = _tiny.Folder($"{run}/checkpoints/{step}/{file}");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
    }
}
