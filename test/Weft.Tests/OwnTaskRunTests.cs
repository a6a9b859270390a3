using System.Text.Json.Nodes;
using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Own;
using Weft.Tests.Runs.Checkpoints;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training.Starting;

namespace Weft.Tests;

/// <summary>A task of a program's own, from the text to predictions.</summary>
public sealed class OwnTaskRunTests : FrontDoorTests
{
    private const int Steps = 12;

    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(StringComparer.Ordinal)
    {
        ["full"] = options => options,
        ["causal"] = options => options,
        ["dynamic"] = options => options with { Sampling = options.Sampling with { Sampler = SamplerKind.Dynamic } },
        ["several epochs, words taken out, padded on the left"] = options => options with
        {
            Training = options.Training with { Batch = 32, Accumulation = 3, Padding = PaddingSide.Left, LabelSmoothing = 0.1 },
            Sampling = options.Sampling with { WordDropout = 0.2 },
            Model = options.Model with { FrequencyBias = true },
        },
    };

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name)
    {
        var task = new Hidden { IsCausal = name == "causal" };
        var options = new TrainingBuilder(Settings[name](Tiny.Options)).UseTask(task).Build();
        using (var run = Opener().Create(options, Tiny.Folder("whole")))
            run.Run(CancellationToken.None);
        using (var first = new Recorder { StopAfter = 3 })
        using (var run = Opener(first).Create(options, Tiny.Folder("cut")))
            run.Run(first.Token);
        using (var second = new Recorder { StopAfter = 7 })
        using (var run = Opener(second).Resume(Tiny.Folder("cut")))
            Assert.Equal(7, run.Run(second.Token).Steps);
        using (var run = Opener().Resume(Tiny.Folder("cut")))
            Assert.Equal(Steps, run.Run(CancellationToken.None).Steps);

        Assert.Equal(SavingStages.Result(Tiny.Folder("whole")), SavingStages.Result(Tiny.Folder("cut")));

        TrainingOpener Opener(Recorder? recorder = null) => new(Tiny.Corpora(), recorder ?? new Recorder()) { Plugins = new Plugins { Task = task } };
    }

    [Fact]
    public void It_is_learnt_measured_and_used()
    {
        var options = Tiny.Options with { Budget = new BudgetOptions { Steps = 80 }, Evaluation = new EvaluationOptions { Report = true } };
        using (var trained = new TrainingBuilder(options).UseTask(new HasO()).UseMetric("meanLoss", () => new MeanLoss()).Train(Run))
        {
            var (test, details) = (trained.Summary!.Test!, trained.Summary.TestDetails!);
            Assert.InRange(test.Accuracy, 0.99, 1);
            Assert.Equal(test.Loss, test["meanLoss"]!.Value, 5);
            Assert.InRange(details["majorityShare"]!.Value, 0.5, 0.9);
        }
        using var model = TrainedModel.Open(Run, new OpenOptions { Task = new HasO() });

        Assert.Equal(
            [("the", "no"), ("house", "o"), ("runs", "no"), ("home", "o")],
            model.PredictTokens("the house runs home").Take(4).Select(token => (token.Token, token.Class)));
        // Longer than the context of ten tokens: piece by piece.
        var many = model.PredictTokens(string.Concat(Enumerable.Repeat("dog cat ", 20)));
        Assert.Equal(Enumerable.Repeat((string[])["o", "no"], 20).SelectMany(pair => pair), many.Take(40).Select(token => token.Class));
        Assert.All(many.Take(40), token => Assert.InRange(token.Probability, 0.5, 1));
        Assert.Equal(model.Summary!.Validation!.Loss, model.Evaluate(Split.Validation).Loss, 12);
        Assert.Equal("class,targets,predicted,correct", File.ReadLines(Path.Combine(Run, "evaluation", "test", "classes.csv")).First());
        Assert.StartsWith("has-o (Weft.Tests.Support.HasO), full attention, 2 classes ", Noted["plugins"]!["task"]!.GetValue<string>());
        Assert.Equal("own", Noted["task"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_neither_writes_nor_labels_texts()
    {
        using var model = new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Train(Run);

        Assert.NotEmpty(await model.PredictTokensAsync("the dog", TestContext.Current.CancellationToken));
        foreach (var use in new Action[] { () => model.Generate("the"), () => model.Predict("the"), () => model.Report(Split.Test) })
        {
            var message = Assert.Throws<ConfigurationException>(use).Message;
            Assert.StartsWith($"{Run} was trained with the task has-o (Weft.Tests.Support.HasO), full attention, 2 classes ", message, StringComparison.Ordinal);
            Assert.EndsWith(" of a program: it predicts classes of tokens. Ask it in C#: TrainedModel.PredictTokens(…).", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_of_another_task_has_no_classes_of_tokens()
    {
        using var model = new TrainingBuilder(Tiny.Options).Train(Run);

        Assert.Equal(
            $"{Run} was trained without a task of a program's own: it has no classes of tokens to predict.",
            Assert.Throws<ConfigurationException>(() => model.PredictTokens("the")).Message);
        Assert.Equal(
            $"{Run} was begun with Weft's own task, not {new CheckedTask(new HasO()).Description}: leave it out.",
            Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run, new OpenOptions { Task = new HasO() })).Message);
    }

    [Fact]
    public void Without_it_or_with_another_a_run_is_neither_used_nor_gone_on_with()
    {
        new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Train(Run).Dispose();

        var missing = $"{Run} was begun with the task {new CheckedTask(new HasO()).Description} of a program, and none was given. "
            + "Give it again in C#: UseTask(…) before Resume, OpenOptions.Task to use the model.";
        Assert.Equal(missing, Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run)).Message);
        Assert.Equal(missing, Assert.Throws<ConfigurationException>(() => new TrainingBuilder { Steps = 20 }.Resume(Run)).Message);
        foreach (var other in new HasO[] { new() { Name = "other" }, new() { Classes = ["o", "no"] }, new() { IsCausal = true } })
        {
            Assert.Contains(" is another. Give it again", Assert.Throws<ConfigurationException>(() =>
                TrainedModel.Open(Run, new OpenOptions { Task = other })).Message, StringComparison.Ordinal);
            Assert.Contains(" is another. Give it again", Assert.Throws<ConfigurationException>(() =>
                new TrainingBuilder { Steps = 20 }.UseTask(other).Resume(Run)).Message, StringComparison.Ordinal);
        }
        new TrainingBuilder { Steps = 14 }.UseTask(new HasO()).Resume(Run).Dispose();
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("generate")]
    [InlineData("predict", "--text", "the cat")]
    [InlineData("train", "--max-steps", "20", "--resume")]
    public void The_command_says_that_such_a_run_needs_its_program(string verb, params string[] more)
    {
        new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Train(Run).Dispose();

        string[] arguments = more is [.., "--resume"] ? [verb, .. more, Run] : [verb, Run, .. more];

        Refusal.AssertIs(2, CommandLine.Run(arguments), "was begun with the task has-o (Weft.Tests.Support.HasO), full attention, 2 classes", "in C#: UseTask(…)");
    }

    [Fact]
    public void It_is_no_setting()
    {
        const string Problem = "task is own; it must be language-modelling, classification, matching, tagging, translation, answering or captioning; a program gives a task of its own with TrainingBuilder.UseTask.";
        Refusal.AssertIs(2, CommandLine.Run("train", "--data", Tiny.Source, "--set", "task=own", "--out", Run), Problem);
        Refusal.AssertIs(2, CommandLine.Run("train", "--data", Tiny.Source, "--set", "task=owned", "--out", Run), "it must be one of language-modelling, classification, tagging, matching, translation, answering, captioning.");
        new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Train(Run).Dispose();
        Refusal.AssertIs(2, CommandLine.Run("train", Path.Combine(Run, "config.json"), "--out", Tiny.Folder("again")), Problem);
    }

    [Fact]
    public void What_does_not_go_with_it_is_said_before_anything_is_trained()
    {
        var options = Tiny.Options with
        {
            Training = Tiny.Options.Training with { Batching = BatchingMode.Stream, ClassWeights = "inverse-frequency" },
            Sampling = Tiny.Options.Sampling with { Thinning = Tiny.Options.Sampling.Thinning with { Keep = 0.5 } },
            Evaluation = Tiny.Options.Evaluation with { Stride = 5 },
        };
        var problems = Assert.Throws<ConfigurationException>(() => new TrainingBuilder(options).UseTask(new HasO()).Build()).Problems;

        Assert.Equal(
        [
            "training.classWeights is inverse-frequency; it must be none where a program brings the task.",
            "training.batching is stream; it must be left as it is, since each text is a row of a padded batch, where a program brings the task.",
            "sampling.thinning.keep is 0.5; it must be 1 where a program brings the task.",
            "evaluation.stride is 5; it must be 0 where a program brings the task.",
        ], problems);
    }

    [Fact]
    public void A_task_has_a_name_and_classes()
    {
        Assert.Equal("The Name of the task is my task; it must be letters, digits and hyphens.", ProblemOf(new HasO { Name = "my task" }));
        Assert.Equal("The number of Classes of the task is 1; it must be 2 or more.", ProblemOf(new HasO { Classes = ["one"] }));
        Assert.Equal("Class 1 of the task is 'a'; each must have a name of its own.", ProblemOf(new HasO { Classes = ["a", "a"] }));
        Assert.Equal("Class 0 of the task is ''; each must have a name of its own.", ProblemOf(new HasO { Classes = ["", "a"] }));
        new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Train(Run).Dispose();
        Assert.Equal(
            "The Name of the task is empty; it must be letters, digits and hyphens.",
            Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run, new OpenOptions { Task = new HasO { Name = null! } })).Message);

        string ProblemOf(ITextTask task) => Assert.Single(Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Tiny.Options).UseTask(task).Build()).Problems);
    }

    [Fact]
    public void It_goes_with_neither_another_task_nor_options_of_another_program()
    {
        var built = new TrainingBuilder(Tiny.Options).UseTask(new HasO()).Build();

        Assert.Contains("UseTask does not go with task=classification: leave one of them out.", Assert.Throws<ConfigurationException>(() =>
            new TrainingBuilder(Tiny.Options with { Task = TaskKind.Classification }).UseTask(new HasO()).Build()).Problems);
        Assert.Equal(
            $"The options are of a training with a program's own task, {new CheckedTask(new HasO()).Description}: give it with UseTask(…), or set their Task.",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder(built).Build()).Message);
        Assert.Equal(TaskKind.Own, new TrainingBuilder(built).UseTask(new Hidden()).Build().Task);
    }

    [Fact]
    public void What_the_task_throws_comes_out_as_it_is() => Assert.Equal("mine", Assert.Throws<NotSupportedException>(() =>
        new TrainingBuilder(Tiny.Options).UseTask(new HasO(_ => throw new NotSupportedException("mine"))).Train(Run)).Message);

    private JsonObject Noted => JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "config.json")))!.AsObject();
}
