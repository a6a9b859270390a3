using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests;

/// <summary>Parts of a training that a program brings itself.</summary>
public sealed class OwnPartsTests : FrontDoorTests
{
    [Fact]
    public void A_sampler_chooses_remembers_and_goes_on()
    {
        Backwards whole = null!, first = null!, second = null!;
        using var expected = new TrainingBuilder(Tiny.Options).UseSampler(feed => whole = new Backwards(feed)).Train(Tiny.Folder("whole"));

        using (new TrainingBuilder(Tiny.Options with { Budget = new BudgetOptions { Steps = 12 }, Schedule = Tiny.Options.Schedule }) { Steps = 6 }
            .UseSampler(feed => first = new Backwards(feed)).Train(Run))
        {
            Assert.Equal(whole.Chosen.Take(first.Chosen.Count), first.Chosen);
        }
        using var resumed = new TrainingBuilder { Steps = 12 }.UseSampler(feed => second = new Backwards(feed)).Resume(Run);

        Assert.Equal(whole.Chosen[0] - 1, whole.Chosen[1]);
        Assert.True(second.Asked > second.Chosen.Count / 8);
        Assert.Equal(whole.Chosen.Skip(6 * 8).Take(6 * 8), second.Chosen.Take(6 * 8));
        Assert.Equal("Weft.Tests.Support.Backwards", Noted(Run)["plugins"]!["sampler"]!.GetValue<string>());
    }

    [Fact]
    public void A_schedule_sets_the_rate_of_every_step()
    {
        using var model = new TrainingBuilder(Tiny.Options).UseSchedule(new Halves()).Train(Run);

        var rates = File.ReadLines(Path.Combine(Run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => line["rate"] is not null && line["loss"] is not null).Select(line => line["rate"]!.GetValue<double>()).ToList();
        Assert.Equal([.. Enumerable.Repeat(0.01, 6), .. Enumerable.Repeat(0.005, 6)], rates);
        Assert.Equal("Weft.Tests.Support.Halves", Noted(Run)["plugins"]!["schedule"]!.GetValue<string>());
    }

    [Fact]
    public void A_schedule_that_gives_no_rate_ends_the_training_with_its_name() => Assert.Equal(
        "The schedule Weft.Tests.Support.Halves gave the rate NaN at 0.0 % of the budget; it must be a finite number, 0 or more.",
        Assert.Throws<InvalidOperationException>(() => new TrainingBuilder(Tiny.Options).UseSchedule(new Halves(double.NaN)).Train(Run)).Message);

    [Fact]
    public void A_schedule_of_ones_own_and_one_of_a_phase_do_not_go_together()
    {
        var phase = Tiny.Options.Training.Phases[0] with { Schedule = new() };
        var options = Tiny.Options with { Training = Tiny.Options.Training with { Phases = [phase] } };

        Assert.Equal(
            $"UseSchedule does not go with training.phases ({phase.Name}) schedule: leave one of them out.",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder(options).UseSchedule(new Halves()).Build()).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_metric_is_measured_with_every_split_and_stands_in_log_and_summary(bool report)
    {
        var options = Tiny.Options with { Evaluation = Tiny.Options.Evaluation with { Report = report, MatrixWords = 3, EverySteps = 6 } };

        using var model = new TrainingBuilder(options).UseMetric("meanLoss", () => new MeanLoss()).Train(Run);

        var test = model.Summary!.Test!;
        Assert.Equal(test.Loss, test["meanLoss"]!.Value, 5);
        Assert.Equal(model.Summary.Validation!.Loss, model.Evaluate(Split.Validation)["meanLoss"]!.Value, 5);
        Assert.Equal(test.Loss, model.Report(Split.Test).Own!["meanLoss"]!.Value, 5);
        var logged = File.ReadLines(Path.Combine(Run, "metrics.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line.ContainsKey("meanLoss")).ToList();
        Assert.Equal([6L, 12L], logged.Select(line => line["step"]!.GetValue<long>()));
        Assert.All(logged, line => Assert.Equal(line["loss"]!.GetValue<double>(), line["meanLoss"]!.GetValue<double>(), 5));
        Assert.Equal("meanLoss (Weft.Tests.Support.MeanLoss)", Noted(Run)["plugins"]!["metrics"]!.GetValue<string>());
    }

    [Fact]
    public void A_figure_of_tokens_is_refused_for_a_classifier()
    {
        var options = TinyReviews.Options(Tiny, TinyReviews.Write(Tiny));

        var error = Assert.Throws<ConfigurationException>(() => new TrainingBuilder(options).UseMetric("meanLoss", () => new MeanLoss()).Train(Run));

        Assert.Equal(
            "The figure 'meanLoss' is measured token by token, and a classifier predicts none. Leave it out, or train with task=language-modelling.", error.Message);
    }

    [Fact]
    public void A_metric_changes_nothing_of_what_is_trained_and_is_asked_for_again()
    {
        using var plain = new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("plain"));
        using var measured = new TrainingBuilder(Tiny.Options).UseMetric("meanLoss", () => new MeanLoss()).Train(Run);

        Assert.Equal(plain.Summary!.Test!.Loss, measured.Summary!.Test!.Loss);
        Assert.Equal(
            $"{Run} was begun with the metrics meanLoss (Weft.Tests.Support.MeanLoss) of a program, and none was given. Give it again in C#: UseMetric(…).",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder { Steps = 20 }.Resume(Run)).Message);
        using var resumed = new TrainingBuilder { Steps = 14 }.UseMetric("meanLoss", () => new MeanLoss()).Resume(Run);
        Assert.NotNull(resumed.Summary!.Test!["meanLoss"]);
        using var opened = TrainedModel.Open(Run);
        Assert.Null(opened.Evaluate(Split.Test)["meanLoss"]);
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("accuracy")]
    [InlineData("Mine")]
    [InlineData("my metric")]
    [InlineData("")]
    public void A_metric_has_a_name_of_its_own(string name) => Assert.Equal(
        $"UseMetric's name is {name}; it must be letters and digits that begin with a small letter, and no other figure's.",
        Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Tiny.Options).UseMetric(name, () => new MeanLoss()).Build()).Message);

    [Fact]
    public void Two_metrics_of_one_name_are_refused() => Assert.Single(Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Tiny.Options)
        .UseMetric("mine", () => new MeanLoss()).UseMetric("mine", () => new MeanLoss()).Build()).Problems);

    [Fact]
    public void A_metric_that_is_no_number_ends_the_training_with_its_name() => Assert.Equal(
        "The metric mine (Weft.Tests.Support.MeanLoss) came to NaN; it must be a finite number, or null where it cannot be said.",
        Assert.Throws<InvalidOperationException>(() => new TrainingBuilder(Tiny.Options).UseMetric("mine", () => new MeanLoss(double.NaN)).Train(Run)).Message);

    [Fact]
    public void A_tokenizer_encodes_and_decodes()
    {
        using (var trained = new TrainingBuilder(Tiny.Options).UseTokenizer(new BlankWords()).Train(Run))
            Assert.True(trained.Vocabulary.TryGetId("home.", out _));

        using var model = TrainedModel.Open(Run, new OpenOptions { Tokenizer = new BlankWords() });

        Assert.StartsWith("the cat", model.Generate("the   cat", new() { Tokens = 3 }).Text);
        Assert.Equal(model.Summary!.Test!.Loss, model.Evaluate(Split.Test).Loss, 12);
        Assert.Equal("own:Weft.Tests.Support.BlankWords", Noted(Run)["data"]!["tokenizer"]!.GetValue<string>());
    }

    [Fact]
    public void Without_its_tokenizer_a_run_is_neither_used_nor_gone_on_with()
    {
        new TrainingBuilder(Tiny.Options).UseTokenizer(new BlankWords()).Train(Run).Dispose();

        var missing = $"{Run} was begun with the tokenizer Weft.Tests.Support.BlankWords of a program, and none was given. "
            + "Give it again in C#: UseTokenizer(…) before Resume, OpenOptions.Tokenizer to use the model.";
        Assert.Equal(missing, Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run)).Message);
        Assert.Equal(missing, Assert.Throws<ConfigurationException>(() => new TrainingBuilder { Steps = 20 }.Resume(Run)).Message);
        Assert.Contains("it is other, not blank-words", Assert.Throws<InvalidDataException>(() =>
            TrainedModel.Open(Run, new OpenOptions { Tokenizer = new BlankWords("other") })).Message);
    }

    [Fact]
    public void The_command_says_where_a_run_with_parts_of_a_program_goes_on()
    {
        new TrainingBuilder(Tiny.Options).UseTokenizer(new BlankWords()).UseSampler(feed => new Backwards(feed)).UseSchedule(new Halves()).Train(Run).Dispose();

        Refusal.AssertIs(2, CommandLine.Run("generate", Run), "was begun with the tokenizer Weft.Tests.Support.BlankWords of a program", "in C#");
        var problems = Assert.Throws<ConfigurationException>(() => Tiny.Resume("run", new BudgetOptions { Steps = 20 })).Problems;
        Assert.Equal(3, problems.Count);
        Assert.Contains($"{Run} was begun with the sampler Weft.Tests.Support.Backwards of a program, and none was given. Give it again in C#: UseSampler(feed => …).", problems);
        Assert.Contains($"{Run} was begun with the schedule Weft.Tests.Support.Halves of a program, and none was given. Give it again in C#: UseSchedule(…).", problems);
    }

    [Fact]
    public void Another_part_than_before_is_refused()
    {
        new TrainingBuilder(Tiny.Options).UseSampler(feed => new Backwards(feed)).Train(Run).Dispose();
        new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("plain")).Dispose();

        Assert.Equal(
            $"{Run} was begun with the sampler Weft.Tests.Support.Backwards of a program, and Weft.Sampling.SequentialSampler is another. Give it again in C#: UseSampler(feed => …).",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder { Steps = 20 }.UseSampler(feed => new Weft.Sampling.SequentialSampler(feed.Examples, feed.State)).Resume(Run)).Message);
        Assert.Equal(
            $"{Tiny.Folder("plain")} was begun with Weft's own schedule, not Weft.Tests.Support.Halves: leave it out.",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder { Steps = 20 }.UseSchedule(new Halves()).Resume(Tiny.Folder("plain"))).Message);
    }

    [Fact]
    public void A_run_of_Wefts_parts_alone_notes_none()
    {
        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();

        Assert.False(Noted(Run).ContainsKey("plugins"));
    }

    private static JsonObject Noted(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "config.json")))!.AsObject();
}
