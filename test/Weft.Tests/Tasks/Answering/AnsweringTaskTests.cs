using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Answering;
using Weft.Text;
using Weft.Text.Reading.Answers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Answering;

/// <summary>Questions as examples, by hand; padding that changes nothing; predictions that read contexts as they were prepared.</summary>
public sealed class AnsweringTaskTests : IDisposable
{
    private const int End = 256;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly AskedStore _asked = new();

    [Fact]
    public void A_document_is_question_context_and_answers_with_tags_for_the_first()
    {
        var test = _asked.Store[Split.Test];

        Assert.Equal(["What?", "Ann saw a cat.", "a cat", "cat"], AskedQuestion.Parts(test, 0, End).Select(part => _asked.Tokenizer.Decode(part, _asked.Store.Vocabulary)));
        Assert.Equal(["Who?", "It rains."], AskedQuestion.Parts(test, 1, End).Select(part => _asked.Tokenizer.Decode(part, _asked.Store.Vocabulary)));
        Assert.Equal(new AskedQuestion(0, 5, 14), AskedQuestion.Read(test, 0, End, out var answer));
        Assert.Equal((8, 12), answer);
        AskedQuestion.Read(test, 1, End, out answer);
        Assert.Null(answer);
        Assert.Equal(["answer", "no answer"], AnsweringTask.NamesIn(_asked.Store));
    }

    [Fact]
    public void Contexts_are_read_in_windows_and_those_without_the_whole_answer_have_none()
    {
        var texts = AnsweringTask.ExamplesOf(_asked.Store, _asked.Setup(20));
        var buffer = new BatchBuffer();
        // "When?" leaves room for 14 letters: from 0, 7 and 14 of the 28; and "Where?" for 13 of 15.
        var cut = Enumerable.Range(0, (int)texts.Count).Where(example => texts.WindowOf(example).Question == 2).ToList();
        texts.Read(new Samples(0, [.. cut.Select(example => (long)example)]), buffer);
        var batch = buffer.ToBatch(CPU);
        var targets = batch.Targets.data<long>().ToArray().Chunk(20).ToList();
        var seen = batch.Ids.data<long>().ToArray().Chunk(20).Select(ids => _asked.Tokenizer.Decode([.. ids.Select(id => (int)id)], _asked.Store.Vocabulary));

        Assert.Equal([0, 7, 14], cut.Select(example => texts.WindowOf(example).From));
        Assert.Equal((2L, 1L, 4), (texts.Cut, texts.Unanswerable, texts.Questions.Count));
        Assert.Equal(["When?\nLee saw Ann in", "When?\n Ann in Oslo a", "When?\n Oslo at noon."], seen);
        Assert.StartsWith("<0x57> <0x68>", texts.Excerpt(cut[0]), StringComparison.Ordinal);
        Assert.Equal([3, 0, 0], targets[0][5..8]);
        Assert.Equal([3, 0, 0], targets[1][5..8]);
        // "noon" without its point.
        Assert.Equal([-100, -100, -100, -100, -100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0], targets[2]);
        Assert.Equal("2 of 4 contexts of the training split are longer than training.context, 20 tokens with the question, and read in windows that overlap: 7 in all.", AnsweringTask.NoteOf(texts, 20));
        Assert.Equal(7, texts.Difficulties().Length);
        Assert.All(Enumerable.Range(0, 7), example => Assert.Equal(1, texts.TargetsOf(3, example)));
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void Padding_changes_neither_losses_nor_answers(PaddingSide side)
    {
        var setup = _asked.Setup(40, side) with { Batch = 4 };
        using var task = _asked.CreateTask(setup);
        var alone = Enumerable.Range(0, (int)task.Examples.Count).Select(example => task.Measure(ExampleBatch.Of(task.Examples, [example]))).ToList();
        var together = task.Measure(ExampleBatch.Of(task.Examples, [.. Enumerable.Range(0, (int)task.Examples.Count).Select(example => (long)example)]));

        Assert.Equal(alone.Sum(one => one.Loss), together.Loss, 1e-4);
        Assert.Equal(alone.Count, together.Targets);
        var answerer = new QuestionAnswerer((TransformerModel)task.Model, _asked.Store.Vocabulary, mayBeNone: true, setup);
        string[] asked = [AskedText.Join("Who?", "It is he."), AskedText.Join("Where is it?", "In the house\nof Ann and Lee, who sold it when they came from Rome."), AskedText.Join("?", "x")];
        foreach (var (prediction, own) in answerer.Predict(asked, 3, CancellationToken.None).Zip(asked.Select(text => answerer.Predict(text, 3))))
        {
            Assert.Equal(own.Answers.Select(answer => (answer.Text, answer.Start)), prediction.Answers.Select(answer => (answer.Text, answer.Start)));
            Assert.All(own.Answers.Zip(prediction.Answers), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-6));
            Assert.All(own.Answers.Where(answer => answer.Start >= 0), answer => Assert.Equal(answer.Text, own.Context.Substring(answer.Start, answer.Text.Length)));
        }
    }

    [Fact]
    public void What_is_measured_of_a_question_is_what_is_predicted_for_it()
    {
        // In windows too, and with an answer of two bytes for a letter.
        using var asked = new AskedStore("bytes", [.. AskedStore.Questions, ("test", "Zoë came to Ærø by ship, and stayed there until the night fell over it.", "Who?", ["Zoë"])]);
        var setup = asked.Setup(30);
        using var task = asked.CreateTask(setup);
        var report = Assert.IsType<AnsweringReport>(task.Report(Split.Test, 1, default, CancellationToken.None));
        var answerer = new QuestionAnswerer((TransformerModel)task.Model, asked.Store.Vocabulary, mayBeNone: true, setup);

        Assert.Equal(3, report.Questions);
        Assert.Equal((1L, 1), (report.ContextsCut, report.Unanswerable));
        foreach (var (answer, question) in report.Answers.Zip(AskedStore.Questions[5..].Select(question => (question.Question, question.Context)).Append(("Who?", "Zoë came to Ærø by ship, and stayed there until the night fell over it."))))
        {
            var prediction = answerer.Predict(AskedText.Join(question.Item1, question.Item2), 1);
            Assert.Equal((question.Item1, prediction.Answer), (answer.Question, answer.Answer));
            Assert.Equal(prediction.Probability, answer.Probability, 1e-6);
        }
        Assert.Equal(task.Measure(Split.Test, CancellationToken.None), report.ToResult());
        Assert.Equal(report.Answers.Average(answer => answer.F1), report.F1, 1e-12);
        Assert.InRange(report.F1, report.F1Interval.Low, report.F1Interval.High);
        Assert.StartsWith("answering|bytes|vocabulary:257:", report.Signature, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_without_any_answer_teach_nothing_and_too_few_fill_no_batch()
    {
        using var none = new AskedStore("bytes", [.. AskedStore.Questions.Select(question => question with { Answers = [] })]);

        Assert.StartsWith("No question of the training split has an answer in 'answer': there is nothing to find.", Assert.Throws<InvalidDataException>(() => AnsweringTask.ExamplesOf(none.Store, none.Setup())).Message, StringComparison.Ordinal);
        Assert.Equal(
            $"The training split has 4 questions with their contexts; one batch takes 5.{Environment.NewLine}Give more questions, or lower training.batch.",
            Assert.Throws<InvalidDataException>(() => AnsweringTask.ExamplesOf(_asked.Store, _asked.Setup() with { Batch = 5 })).Message);
    }

    public void Dispose()
    {
        _asked.Dispose();
        _scope.Dispose();
    }
}
