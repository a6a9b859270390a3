using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runs.Options;
using Weft.Tests.Support;

namespace Weft.Tests.Runs.Options;

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
    [InlineData("zzzzzzzzzzzz=1", "zzzzzzzzzzzz is not a setting; weft settings lists all of them.")]
    [InlineData("optimizer.averageDecay=1", "optimizer.averageDecay is 1; it must be at least 0 and below 1.")]
    [InlineData("schedule.peakRate=-1", "schedule.peakRate is -1; it must be above 0.")]
    [InlineData("schedule.peakRate=fast", "schedule.peakRate is \"fast\"; it must be a number.")]
    [InlineData("training.batch=1.5", "training.batch is 1.5; it must be a whole number.")]
    [InlineData("model.norm=both", "model.norm is \"both\"; it must be one of post, pre.")]
    [InlineData("model.heads=3", "model.heads is 3; it must divide model.dimension (128).")]
    [InlineData("model.adaptive.cutoffs=2000", "model.adaptive.cutoffs is 2000; it must be a list of whole numbers.")]
    [InlineData("model.adaptive.cutoffs=[9,1.5]", "model.adaptive.cutoffs is [9,1.5]; it must be a list of whole numbers.")]
    [InlineData("training.phases=[{\"share\":\"big\"}]", "training.phases[0].share is \"big\"; it must be a number.")]
    [InlineData("preset=huge", "preset is huge; it must be one of reference, method, small, gpt2-small, classify, match, match-apart, tag, translate, answer, caption.")]
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
    public void Unknown_keys_wrong_types_and_wrong_ranges_arrive_together_from_file_and_keys()
    {
        using var folder = new TemporaryFolder();
        var tree = new OptionTree();
        tree.AddFile(folder.Write("config.json", """
            {
              "$schema": "weft.schema.json",
              "schedule": { "peekRate": 1, "floor": 2 },
              "model": { "norm": "both", "softmax": "half", "dropout": 1.5 },
              "training": { "phases": [{ "share": "big", "tranable": "all" }] }
            }
            """));
        tree.SetAssignment("training.batch=many");
        tree.SetAssignment("optimizer.clipNorm=0,5");
        tree.SetAssignment("seed=\"5\"");
        tree.SetAssignment("budget.steps=few");
        tree.SetAssignment("trainig.context=5");
        tree.SetAssignment("preset=huge");

        var error = Assert.Throws<ConfigurationException>(() => tree.Build());

        Assert.Equal(
            [
                "budget.steps is \"few\"; it must be a whole number.",
                "model.dropout is 1.5; it must be at least 0 and below 1.",
                "model.norm is \"both\"; it must be one of post, pre.",
                "model.softmax is \"half\"; it must be one of full, adaptive.",
                "optimizer.clipNorm is \"0,5\"; write 0.5.",
                "preset is huge; it must be one of reference, method, small, gpt2-small, classify, match, match-apart, tag, translate, answer, caption.",
                "schedule.floor is 2; it must be from 0 to 1.",
                "schedule.peekRate is not a setting; did you mean schedule.peakRate?",
                "seed is \"5\"; write 5, without quotes.",
                "trainig is not a setting; did you mean training?",
                "training.batch is \"many\"; it must be a whole number.",
                "training.phases tranable is not a setting; did you mean trainable?",
                "training.phases[0].share is \"big\"; it must be a number.",
            ],
            error.Problems.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_range_that_a_wrong_value_leaves_open_is_not_said()
    {
        // Four heads divide neither "x" nor the 200 that stands in for it while the rest is checked; of that the user knows nothing.
        var error = Assert.Throws<ConfigurationException>(() => Build("model.dimension=x", "model.heads=7"));

        Assert.Equal(["model.dimension is \"x\"; it must be a whole number."], error.Problems);
    }

    [Fact]
    public void The_last_of_several_assignments_of_a_key_wins() => Assert.Equal(3, Build("seed=2", "seed=3").Seed);

    [Theory]
    [InlineData("model=null", "model is null; it must be a group of settings: {...}.")]
    [InlineData("seed=null", "seed is null; it must be a whole number.")]
    [InlineData("data.field=null", null)]
    [InlineData("model.initialRange=1e999", "model.initialRange is 1e999; it must be a number.")]
    [InlineData("training.batch=3000000000", "training.batch is 3000000000; it must be a whole number from -2147483648 to 2147483647.")]
    [InlineData("training.phases=5", "training.phases is 5; it must be a list of groups of settings: [{...}].")]
    [InlineData("training.phases=[5]", "training.phases is [5]; it must be a list of groups of settings: [{...}].")]
    [InlineData("seed={}", "seed is {}; it must be a whole number.")]
    public void Values_of_another_shape_are_named(string assignment, string? message)
    {
        var error = Record.Exception(() => Build(assignment));

        Assert.Equal(message, error?.Message);
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

    [Theory]
    [InlineData("model.dropout=x", "model.dropouts.inner=5", "model.dropouts.residual=7")]
    [InlineData("training.batch=abc", "training.context=0", "training.labelSmoothing=2")]
    public void A_wrong_value_hides_no_key_that_begins_like_it(params string[] assignments)
    {
        var problems = Assert.Throws<ConfigurationException>(() => Build(assignments)).Message.Split(Environment.NewLine);

        Assert.All(assignments, assignment => Assert.Contains(problems, problem => problem.StartsWith(assignment.Split('=')[0] + " is", StringComparison.Ordinal)));
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
