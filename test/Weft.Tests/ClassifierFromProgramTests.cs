using TorchSharp;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests;

/// <summary>Classifiers that a program trains and uses; and what opening a model leaves behind where it fails.</summary>
public sealed class ClassifierFromProgramTests : FrontDoorTests
{
    private const string Figure = "The figure 'meanLoss' is measured token by token, and a classifier predicts none. Leave it out, or train with task=language-modelling.";

    private RunOptions Options => Tiny.Options with { Task = TaskKind.Classification };

    private static IEnumerable<TextRecord> Texts => Enumerable.Range(0, 300).Select(i =>
        new TextRecord($"the {TinyTraining.Words[i % 12]} likes a {TinyTraining.Words[i * 7 % 12]}") { Label = i % 2 == 0 ? "even" : "odd" });

    [Fact]
    public async Task Texts_with_labels_need_no_names_of_fields()
    {
        var options = new TrainingBuilder(Options).UseTexts(Texts).Build();
        Assert.Equal("label", options.Data.Label);
        Assert.Equal(options, new TrainingBuilder(options).UseTexts(Texts).Build());
        Assert.Equal("", new TrainingBuilder(Tiny.Options).UseTexts(Texts).Build().Data.Label);

        await using var model = await new TrainingBuilder(Options).UseTexts(Texts).TrainAsync(Run, TestContext.Current.CancellationToken);

        Assert.Contains(model.Predict("the cat likes a dog").Label, new[] { "even", "odd" });
        Assert.Equal(["even", "odd"], model.Predict("the cat").Probabilities.Keys.Order(StringComparer.Ordinal));
        var several = await model.PredictAllAsync(["the cat likes a dog", " ", "the cat"], TestContext.Current.CancellationToken);
        Assert.Equal(["the cat likes a dog", null, "the cat"], several.Select(prediction => prediction?.Text));
        Assert.Equal(model.Predict("the cat").Probabilities["odd"], several[2]!.Probabilities["odd"], 1e-5);
    }

    [Fact]
    public void A_name_of_a_field_that_is_not_theirs_is_refused()
    {
        var options = Options with { Data = Options.Data with { Label = "stars" } };

        Assert.Equal(
            "data.label is stars; texts that a program gives have theirs in TextRecord.Label: leave it out.",
            Assert.Single(Assert.Throws<ConfigurationException>(() => new TrainingBuilder(options).UseTexts(Texts).Build()).Problems));
    }

    [Fact]
    public void A_preset_s_own_names_of_fields_do_not_stand_in_the_way()
    {
        Assert.Equal("label", new TrainingBuilder(Presets.Classify).UseTexts(Texts).Build().Data.Label);
        var pairs = new TrainingBuilder(Presets.Match).UseTexts(Texts).Build().Data;
        Assert.Equal(("label", "second"), (pairs.Label, pairs.Second));
        var search = Presets.Match with { Matching = new() { Kind = MatchingKind.Apart }, Data = Presets.Match.Data with { Label = "" } };
        Assert.Equal("", new TrainingBuilder(search).UseTexts(Texts).Build().Data.Label);
        Assert.Equal("second", new TrainingBuilder(Presets.Translate).UseTexts(Texts).Build().Data.Second);
        var questions = new TrainingBuilder(Presets.Answer).UseTexts(Texts).Build().Data;
        Assert.Equal(("second", "answers", "start"), (questions.Second, questions.Answer, questions.Start));
    }

    [Fact]
    public void A_reader_reads_where_the_options_say_and_gives_labels_too()
    {
        File.WriteAllLines(Tiny.Folder("a.marked"), Texts.Select(text => $"{text.Label} {text.Text}"));
        var options = Options with { Data = Options.Data with { Source = Tiny.Folder("a.marked") } };

        using var model = new TrainingBuilder(options).UseReader(new MarkedReader()).Train(Run);

        // What is measured are texts.
        Assert.InRange(model.Summary!.Test!.Targets, 1, 100);
        Assert.Equal(["even", "odd"], model.Predict("the cat").Probabilities.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(
            "UseReader needs Data: name the file or folder that it is to read.",
            Assert.Throws<ConfigurationException>(() => new TrainingBuilder().UseReader(new MarkedReader()).Build()).Problems);
    }

    [Fact]
    public void Figures_of_tokens_are_refused_before_texts_are_read_and_before_a_model_is_loaded()
    {
        var read = 0;
        var builder = new TrainingBuilder(Options).UseTexts(Texts.TakeWhile(_ => read++ >= 0)).UseMetric("meanLoss", () => new MeanLoss());
        Assert.Equal(Figure, Assert.Single(Assert.Throws<ConfigurationException>(() => builder.Train(Run)).Problems));
        Assert.Equal(0, read);

        new TrainingBuilder(Options).UseTexts(Texts).Train(Run).Dispose();
        var options = new OpenOptions { Metrics = new Dictionary<string, Func<Weft.Evaluation.Measures.ITokenMetric>> { ["meanLoss"] = () => new MeanLoss() } };
        Assert.Equal(Figure, Assert.Throws<ConfigurationException>(() => TrainedModel.Open(Run, options)).Message);
    }

    [Fact]
    public void A_report_of_a_classifier_says_what_there_is_instead()
    {
        using var model = new TrainingBuilder(Options).UseTexts(Texts).Train(Run);

        Assert.Equal(
            $"{Run} was trained with task=classification, and TrainedModel.Report is of a language model: Evaluate gives loss and accuracy.{Environment.NewLine}"
            + $"Tables and confusions are written by weft evaluate {Run}",
            Assert.Throws<ConfigurationException>(() => model.Report(Split.Test)).Message);
        Assert.EndsWith("--text \"…\" (in C# TrainedModel.Predict)", Assert.Throws<ConfigurationException>(() => model.Generate("the")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_cannot_be_opened_leaves_no_tensor()
    {
        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();
        var opened = Left(() => TrainedModel.Open(Run).Dispose());

        // The summary is read after the model was loaded.
        File.WriteAllText(Path.Combine(Run, "DONE"), "{");
        AssertAsMany(opened, Left(() => Assert.Throws<InvalidDataException>(() => TrainedModel.Open(Run))));
    }

    [Fact]
    public async Task A_model_is_disposed_without_holding_the_thread()
    {
        new TrainingBuilder(Tiny.Options).Train(Run).Dispose();
        var opened = Left(() => TrainedModel.Open(Run).Dispose());
        var before = Tensors;
        var model = await TrainedModel.OpenAsync(Run, stop: TestContext.Current.CancellationToken);

        await model.DisposeAsync();
        await model.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => model.Generate("the"));
        AssertAsMany(opened, Tensors - before);
    }

    /// <summary>A model that stayed would be dozens of tensors; one or two come and go with what else is under way in the process.</summary>
    private static void AssertAsMany(long expected, long tensors) => Assert.InRange(tensors - expected, -2, 2);

    private static long Tensors => EngineThread.Run(() => torch.Tensor.TotalCount);

    /// <summary>How many tensors are left behind. TorchSharp's count never forgets those that parameters are made of, one each.</summary>
    private static long Left(Action open)
    {
        var before = Tensors;
        open();
        return Tensors - before;
    }

    /// <summary>A document a line, whose first word is its label.</summary>
    private sealed class MarkedReader : IRecordReader
    {
        public bool Reads(string path) => path.EndsWith(".marked", StringComparison.Ordinal);

        public IEnumerable<TextRecord> Read(string path) =>
            File.ReadLines(path).Select(line => line.Split(' ', 2)).Select(parts => new TextRecord(parts[1]) { Label = parts[0] });
    }
}
