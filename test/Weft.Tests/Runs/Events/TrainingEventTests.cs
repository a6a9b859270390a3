using Weft.Evaluation;
using Weft.Runs.Events;

namespace Weft.Tests.Runs.Events;

public class TrainingEventTests
{
    public static IEnumerable<TheoryDataRow<int>> Places => SampleEvents.All.Select((_, place) => new TheoryDataRow<int>(place));

    [Theory]
    [MemberData(nameof(Places))]
    public void Each_is_said_in_a_readable_line(int place) => Assert.Equal(SampleEvents.All[place].Words, SampleEvents.All[place].Event.ToString());

    [Fact]
    public void The_samples_are_of_every_kind_that_there_is()
    {
        var kinds = typeof(TrainingEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TrainingEvent)) && type.IsPublic);

        Assert.Equal(kinds.ToHashSet(), SampleEvents.All.Select(sample => sample.Event.GetType()).ToHashSet());
        Assert.All(kinds, kind => Assert.True(kind.IsSealed));
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("step")]
    public void A_figure_may_not_have_the_name_of_something_else_in_a_log(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new EvaluationResult(1, 3, "", [new("accuracy", 1), new(name, 2)]));

        Assert.StartsWith($"A figure of an evaluation is called {name}, which stands for something else in a log. Give it another name.", error.Message);
    }

    [Theory]
    [InlineData("perplexity", 1_234.567, "perplexity 1,234.57")]
    [InlineData("topFiveAccuracy", 0.5, "top-5 accuracy 50.0 %")]
    [InlineData("bitsPerByte", 1.0375, "1.038 bits a byte")]
    [InlineData("bitsPerWord", 5.664, "5.66 bits a word")]
    [InlineData("slidingPerplexity", 33.117, "sliding perplexity 33.12")]
    [InlineData("calibrationError", 0.016, "calibration error 1.6 %")]
    [InlineData("macroF1", 0.705, "macro F1 70.5 %")]
    [InlineData("weightedF1", 0.5, "weighted F1 50.0 %")]
    [InlineData("auc", 0.8134, "AUC 0.813")]
    [InlineData("rougeL", 0.25, "ROUGE-L 0.250")]
    [InlineData("classes", 7.0, "classes 7")]
    [InlineData("recall", null, "")]
    public void A_figure_is_said_by_its_name(string name, double? value, string words) => Assert.Equal(words, new NamedFigure(name, value).ToString());
}
