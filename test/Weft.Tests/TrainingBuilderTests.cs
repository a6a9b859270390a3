using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests;

public sealed class TrainingBuilderTests : FrontDoorTests
{
    private static IEnumerable<string> Texts => Enumerable.Range(0, 300).Select(i => $"the {TinyTraining.Words[i % 12]} likes a {TinyTraining.Words[i * 7 % 12]} .");

    [Fact]
    public void Options_that_begin_from_nothing_say_what_they_are() => Assert.Equal("reference", new RunOptions().Preset);

    [Fact]
    public void A_preset_is_what_the_command_makes_of_its_name()
    {
        Assert.Equal(("small", 128, 2.0), (Presets.Small.Preset, Presets.Small.Model.Dimension, Presets.Small.Budget.Minutes));
        Assert.Equal(Presets.Names.ToList(), Presets.Names.Select(name => Presets.Named(name).Preset));
        Assert.Equal(Json(new RunOptions().Model), Json(Presets.Reference.Model));
        Assert.Equal("preset is big; it must be one of reference, method, small, gpt2-small, classify, match, match-apart, tag, translate, answer, caption.", Assert.Throws<ConfigurationException>(() => Presets.Named("big")).Message);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_before_anything_is_begun()
    {
        var options = Tiny.Options with { Training = new TrainingOptions { Batching = BatchingMode.Stream }, Data = new DataOptions { TestRatio = 2 }, Sampling = new SamplingOptions { Order = EpochOrder.Spaced } };
        var builder = new TrainingBuilder(options) { Data = "notes", Minutes = -1 }
            .UseTexts(["a"]).UseReader(new StoryReader()).UseSampler(feed => new Backwards(feed));

        var problems = Assert.Throws<ConfigurationException>(() => builder.Train(Run)).Problems;

        Assert.Contains("data.testRatio is 2; it must be between 0 and 1.", problems);
        Assert.Contains("budget.minutes is -1; it must be above 0.", problems);
        Assert.Contains("UseSampler does not go with training.batching stream, which has an order of its own; take chunks or padded.", problems);
        Assert.Contains("UseSampler does not go with sampling.order spaced: the program's sampler has an order of its own.", problems);
        Assert.Contains("Data is notes, and UseTexts gives texts: leave one of them out.", problems);
        Assert.Contains("UseTexts gives texts, and UseReader reads files: leave one of them out.", problems);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public void A_run_without_validation_is_not_begun_from_within_either() =>
        Assert.Contains("training.batch is 0", Assert.Throws<ConfigurationException>(() => Tiny.Create(Tiny.Options with { Training = new TrainingOptions { Batch = 0 } }, "run")).Message);

    [Fact]
    public void A_budget_of_the_builders_replaces_that_of_the_options() =>
        Assert.Equal(new BudgetOptions { Steps = 7 }, new TrainingBuilder { Steps = 7 }.Build().Budget);

    [Fact]
    public void What_is_trained_is_what_the_command_trains()
    {
        var expected = Tiny.Train(Tiny.Options, "plain");

        using var model = new TrainingBuilder(Tiny.Options).Train(Run);

        Assert.Equal(expected.Test!.Loss, model.Summary!.Test!.Loss);
        Assert.Equal(expected.Test.Loss, model.Evaluate(Split.Test).Loss, 12);
    }

    [Fact]
    public void Texts_of_a_program_are_documents_and_are_not_needed_again()
    {
        var enumerated = 0;
        var texts = Texts.Select(text => enumerated++ >= 0 ? text : "");

        using (var model = new TrainingBuilder(Tiny.Options).UseTexts(texts).Train(Run))
            Assert.Equal(300, enumerated);

        using var resumed = new TrainingBuilder { Steps = 16 }.Resume(Run);
        Assert.Equal(16, resumed.Summary!.Steps);
        Assert.True(double.IsFinite(resumed.Evaluate(Split.Validation).Perplexity));
    }

    [Fact]
    public void Records_are_in_the_splits_that_they_name()
    {
        var records = Texts.Select((text, i) => new TextRecord(text, i < 20 ? Split.Test : i < 50 ? Split.Validation : null));

        using var model = new TrainingBuilder(Tiny.Options).UseTexts(records).Train(Run);

        // Six words and an end of line each.
        var corpus = model.Summary!.Corpus;
        Assert.Equal((250 * 7, 30 * 7, 20 * 7), (corpus.Train, corpus.Validation, corpus.Test));
    }

    [Fact]
    public void A_reader_of_ones_own_reads_its_files_alone()
    {
        Directory.CreateDirectory(Tiny.Folder("data"));
        File.WriteAllLines(Path.Combine(Tiny.Folder("data"), "a.story"), Texts);
        File.WriteAllText(Path.Combine(Tiny.Folder("data"), "b.txt"), "something else altogether");

        using var model = new TrainingBuilder(Tiny.Options) { Data = Tiny.Folder("data") }.UseReader(new StoryReader()).Train(Run);

        Assert.False(model.Vocabulary.TryGetId("altogether", out _));
        Assert.Equal(300 * 7, model.Summary!.Corpus.Train + model.Summary.Corpus.Validation + model.Summary.Corpus.Test);
        var error = Assert.Throws<InvalidDataException>(() => new TrainingBuilder(Tiny.Options) { Data = Tiny.Source }.UseReader(new StoryReader()).Train(Tiny.Folder("other")));
        Assert.Equal($"Weft.Tests.Support.StoryReader reads no file of {Tiny.Source}: it refused the one there is.", error.Message);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_ends_a_training_and_it_goes_on_where_it_stopped()
    {
        using var whole = new TrainingBuilder(Tiny.Options).Train(Tiny.Folder("whole"));
        using var stop = new CancellationTokenSource();
        var progress = new Meanwhile(report => Stop(report, stop));

        var options = Tiny.Options with { Evaluation = Tiny.Options.Evaluation with { EverySteps = 5 } };
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => new TrainingBuilder(options).OnProgress(progress).TrainAsync(Run, stop.Token));
        using var model = await new TrainingBuilder().ResumeAsync(Run, CancellationToken.None);

        Assert.Equal($"Stopped after step 5; everything is saved in {Run}. Go on with TrainingBuilder.Resume.", error.Message);
        Assert.Equal(whole.Summary!.Test!.Loss, model.Summary!.Test!.Loss);

        static void Stop(WorkProgress report, CancellationTokenSource stop)
        {
            if (report.What.StartsWith("measuring", StringComparison.Ordinal))
                stop.Cancel();
        }
    }

    [Fact]
    public void Going_on_takes_a_budget_and_no_options()
    {
        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();

        Assert.Equal(
            [
                "Options cannot be given to Resume: a run keeps the options and the text that it was begun with. Leave them out.",
                "Data cannot be given to Resume: a run keeps the options and the text that it was begun with. Leave it out.",
                "A reader cannot be given to Resume: a run keeps the options and the text that it was begun with. Leave it out.",
            ],
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder(Tiny.Options) { Data = "notes" }.UseReader(new StoryReader()).Resume(Run)).Problems);
        Assert.Contains("is done", Assert.Throws<ConfigurationException>(() => new TrainingBuilder().Resume(Run)).Message);
    }

    private sealed class Meanwhile(Action<WorkProgress> take) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => take(value);
    }

    private static string Json<T>(T options) => System.Text.Json.JsonSerializer.Serialize(options, WeftJson.Indented);
}
