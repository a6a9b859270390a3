using System.Text.Json;
using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Tasks.Answering;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Training;

namespace Weft.Tests.Training;

/// <summary>Models that answer questions, from the text to the report, with everything that a training can be asked for.</summary>
public sealed class AnsweringRunTests : IDisposable
{
    private static readonly Dictionary<string, Func<RunOptions, RunOptions>> Settings = new(InterruptedRun.Settings, StringComparer.Ordinal)
    {
        ["windows"] = options => options with { Training = options.Training with { Context = 16 } },
    };

    private readonly TinyTraining _tiny = new();

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_is_interrupted_ends_with_the_same_bits(string name)
    {
        InterruptedRun.AssertSameBits(_tiny, Settings[name](Options()));
    }

    [Fact]
    public void Twenty_questions_are_learnt_by_heart()
    {
        // The same questions in every split, each on the same story; every fifth has no answer.
        string[] words = ["ox", "red barn", "hen", "old mill", "fox"];
        var lines = Enumerable.Range(0, 20).Select(i => JsonSerializer.Serialize(new
        {
            context = "An ox, a hen and a fox came from the red barn to the old mill.",
            question = $"Number {i}?",
            answer = i % 5 == 4 ? "" : words[i * i % 5],
        }));
        Directory.CreateDirectory(_tiny.Folder("heart"));
        foreach (var split in new[] { "train", "validation", "test" })
            File.WriteAllLines(Path.Combine(_tiny.Folder("heart"), split + ".jsonl"), lines);
        var options = TinyQuestions.Options(_tiny, _tiny.Folder("heart"));
        var summary = _tiny.Train(options with
        {
            Budget = new BudgetOptions { Steps = 400 },
            Data = options.Data with { Tokenizer = "bytes" },
            Model = options.Model with { Dimension = 32, Dropout = 0, MaximumPositions = 128 },
            Training = options.Training with { Context = 100, LabelSmoothing = 0 },
        }, "run");

        Assert.Equal((1, 1), (summary.Test!.Figures["f1"], summary.Test.Figures["exactMatch"]));
        Assert.Equal(20, summary.Test.Targets);
    }

    [Fact]
    public void Answers_are_learnt_measured_and_predicted()
    {
        var options = Options();
        var wider = options.Model with { Dimension = 32, Dropout = 0, Norm = NormPlacement.Pre, Positions = PositionEncoding.Rotary };
        var summary = _tiny.Train(options with { Model = wider, Budget = new BudgetOptions { Steps = 400 }, Evaluation = new EvaluationOptions { EverySteps = 100, Report = true } }, "run");
        var folder = Path.Combine(_tiny.Folder("run"), "evaluation", "test");

        // A third has no answer: none to all would be a third right.
        Assert.InRange(summary.Validation!.Figures["f1"]!.Value, 0.36, 1);
        Assert.NotNull(summary.TestDetails!["unanswerableAccuracy"]);
        Assert.Equal(["answers.csv"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        Assert.Equal("question,right,answer,probability,exactMatch,f1", File.ReadAllLines(Path.Combine(folder, "answers.csv"))[0]);
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");
        var evaluation = new RunEvaluation(trained, trained.Options, _tiny.Corpora());
        Assert.Equal(summary.Test, evaluation.OfSplits([Split.Test]).Single().ToResult());
        var squad = _tiny.Folder("other.json");
        File.WriteAllText(squad, """{"data":[{"paragraphs":[{"context":"The cat is at the barn. The dog is at the hill.","qas":[{"question":"Where is the dog?","answers":[{"text":"hill","answer_start":42}]}]}]}]}""");
        Assert.Equal(["hill"], Assert.IsType<AnsweringReport>(evaluation.OfText(squad)).Answers.Single().Right);
        Assert.Equal(
            $"{_tiny.Folder("run")} was trained with task=answering: it answers questions on texts, and neither labels nor writes any.{Environment.NewLine}"
            + $"Ask it one: weft predict {_tiny.Folder("run")} --text \"…\" --question \"…\" (in C# TrainedModel.Answer)",
            Assert.Throws<ConfigurationException>(() => trained.Model).Message);
        using var model = TrainedModel.Open(_tiny.Folder("run"));
        var answer = model.Answer("The cat is at the barn. The dog is at the hill.", "Where is\nthe dog?", top: 2);
        Assert.Equal(("Where is the dog?", 2), (answer.Question, answer.Answers.Count));
        Assert.Equal(new AnswerSpan(answer.Answer, answer.Start, answer.Probability), answer.Answers[0]);
        Assert.Throws<ArgumentException>(() => model.Answer(" ", "Where?"));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Answer("Here.", "Where?", top: 0));
        Assert.Throws<ConfigurationException>(() => model.Predict("the"));
    }

    [Fact]
    public void A_model_that_has_learnt_answers_alone_always_gives_one()
    {
        File.WriteAllLines(_tiny.Folder("all.jsonl"), File.ReadLines(TinyQuestions.Write(_tiny)).Where(line => !line.Contains("null", StringComparison.Ordinal)));
        _tiny.Train(TinyQuestions.Options(_tiny, _tiny.Folder("all.jsonl")), "run");
        using var trained = LoadedModel.Open(_tiny.Folder("run"), "best");

        Assert.False(trained.MayBeNone);
        Assert.All(trained.OpenAnswerer().Predict("Why?\nx", 5).Answers, answer => Assert.NotEqual(-1, answer.Start));
    }

    [Fact]
    public void Settings_that_do_not_go_with_answering_are_refused_all_at_once()
    {
        var wrong = Options() with { Data = new DataOptions { Label = "kind", Tokenizer = "words" }, Model = Options().Model with { FrequencyBias = true } };

        Assert.Equal(
        [
            "data.answer is empty; it must name the field or column that holds the answer where task is answering.",
            "data.label is kind; it must be empty where task is answering.",
            "data.tokenizer is words; it must be one of bytes, such as bpe or bytes, which gives texts back letter by letter, where task is answering.",
            "model.frequencyBias is True; it must be false where task is answering.",
            "data.second is empty; it must name the field or column that holds the question where task is answering.",
        ], Assert.Throws<ConfigurationException>(wrong.Validate).Message.Split(Environment.NewLine));
        var tree = new OptionTree();
        tree.SetAssignment("task=answering");
        var built = tree.Build();
        Assert.Equal(("answer", "context", "question", "answer", "start"), (built.Preset, built.Data.Field, built.Data.Second, built.Data.Answer, built.Data.Start));
    }

    public void Dispose() => _tiny.Dispose();

    private RunOptions Options() => TinyQuestions.Options(_tiny, TinyQuestions.Write(_tiny));
}
