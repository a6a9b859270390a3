using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Tests.Support;
using Weft.Training.Options;

namespace Weft.Tests.Training.Options;

public class OptionTreeTests
{
    [Fact]
    public void The_reference_preset_is_the_published_model()
    {
        var options = Build("preset=reference");

        Assert.Equal((200, 2, 2, 200, 0.2), (options.Model.Dimension, options.Model.Layers, options.Model.Heads, options.Model.FeedForward, options.Model.Dropout));
        Assert.Equal((64, 32, 0.1), (options.Training.Batch, options.Training.Context, options.Training.LabelSmoothing));
        Assert.Equal(0.5, options.Optimizer.ClipNorm);
        Assert.Equal(1, options.Budget.Epochs);
    }

    [Fact]
    public void A_budget_replaces_the_presets_whatever_it_counts()
    {
        var options = Build("budget.steps=20");

        Assert.Equal((20, null), (options.Budget.Steps, options.Budget.Minutes));
    }

    [Fact]
    public void Later_layers_win()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config.json", """{ "schedule": { "peakRate": 0.5, "shape": "cosine" }, "seed": 9 }""");
        var tree = new OptionTree();
        tree.AddFile(file);
        tree.SetAssignment("schedule.peakRate=0.25");
        var options = tree.Build();

        Assert.Equal((0.25, ScheduleShape.Cosine, 9), (options.Schedule.PeakRate, options.Schedule.Shape, options.Seed));
    }

    [Theory]
    [InlineData("schedule.peekRate=1", "schedule.peekRate is not a setting; did you mean schedule.peakRate?")]
    [InlineData("zzzzzzzzzzzz=1", "zzzzzzzzzzzz is not a setting; weft train --help lists all of them.")]
    [InlineData("optimizer.averageDecay=1", "optimizer.averageDecay is 1; it must be at least 0 and below 1.")]
    [InlineData("schedule.peakRate=-1", "schedule.peakRate is -1; it must be above 0.")]
    [InlineData("schedule.peakRate=fast", "schedule.peakRate is \"fast\"; it must be a number.")]
    [InlineData("training.batch=1.5", "training.batch is 1.5; it must be a whole number.")]
    [InlineData("model.norm=both", "model.norm is \"both\"; it must be one of post, pre.")]
    [InlineData("model.heads=3", "model.heads is 3; it must divide model.dimension (128).")]
    [InlineData("model.adaptive.cutoffs=2000", "model.adaptive.cutoffs is 2000; it must be a list of whole numbers.")]
    [InlineData("model.adaptive.cutoffs=[9,1.5]", "model.adaptive.cutoffs is [9,1.5]; it must be a list of whole numbers.")]
    [InlineData("training.phases=[{\"share\":\"big\"}]", "training.phases[0].share is \"big\"; it must be a number.")]
    [InlineData("preset=huge", "preset is huge; it must be one of reference, method, small, gpt2-small.")]
    [InlineData("seed", "--set seed has no value; write it as --set schedule.peakRate=0.001.")]
    public void What_is_wrong_is_said_with_key_value_and_rule(string assignment, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Build(assignment));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_list_of_numbers_can_be_set()
    {
        var options = Build("model.softmax=adaptive", "model.adaptive.cutoffs=[2000, 8000]", "model.adaptive.divisor=2");

        Assert.Equal((SoftmaxKind.Adaptive, 2), (options.Model.Softmax, options.Model.Adaptive.Divisor));
        Assert.Equal([2000, 8000], options.Model.Adaptive.Cutoffs);
    }

    [Fact]
    public void All_problems_arrive_together()
    {
        var error = Assert.Throws<ConfigurationException>(() => Build("schedule.peakRate=0", "training.batch=0", "model.dropout=1"));

        Assert.Equal(3, error.Problems.Count);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_refused_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config.json", "{\n  \"seed\": 1,\n  oops\n}");

        var error = Assert.Throws<InvalidDataException>(() => new OptionTree().AddFile(file));

        Assert.Contains("config.json cannot be read: line 3", error.Message);
    }

    [Fact]
    public void Options_survive_their_own_file()
    {
        using var folder = new TemporaryFolder();
        var options = Build("preset=small", "seed=4");
        WeftJson.WriteFile(folder.File("config.json"), options);
        var tree = new OptionTree();
        tree.AddFile(folder.File("config.json"));

        var again = tree.Build();

        Assert.Equal(WriteOut(options), WriteOut(again));
    }

    private static string WriteOut(RunOptions options) => System.Text.Json.JsonSerializer.Serialize(options, WeftJson.Indented);

    private static RunOptions Build(params string[] assignments)
    {
        var tree = new OptionTree();
        foreach (var assignment in assignments)
            tree.SetAssignment(assignment);
        return tree.Build();
    }
}
