using Weft.Evaluation.Plots;
using Weft.Runs.Logging;
using Weft.Tests.Support;

namespace Weft.Tests.Runs.Logging;

public sealed class LearningCurvesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_curve_has_plain_losses_of_training_and_validation()
    {
        _folder.Write("metrics.jsonl", """
            {"kind":"step","step":1,"phase":"full","loss":9,"negativeLogLikelihood":8.5,"tokens":640}
            {"kind":"step","step":2,"phase":"full","loss":8,"negativeLogLikelihood":7.5,"tokens":640}
            {"kind":"evaluation","step":2,"phase":"full","split":"validation","best":true,"loss":2,"perplexity":7.4,"accuracy":0.1}
            {"kind":"evaluation","step":2,"phase":"full","split":"elsewhere","best":true,"loss":2,"perplexity":1,"accuracy":0.1}
            {"kind":"checkpoint","step":2,"phase":"full","folder":"step-2"}
            {"kind":"step","step":3,"pha
            """);

        var curve = LearningCurves.Of(RunLog.Read(_folder.Path));

        Assert.Equal([new CurvePoint(1, 8.5), new CurvePoint(2, 7.5)], curve.Training);
        Assert.Equal([new CurvePoint(2, 2)], curve.Validation);
        Assert.True(curve.IsOfTokens);
    }

    [Fact]
    public void A_task_without_perplexities_has_a_curve_of_losses()
    {
        _folder.Write("metrics.jsonl", """
            {"kind":"evaluation","step":2,"phase":"full","split":"validation","best":true,"loss":0.5,"accuracy":0.75}

            """);

        var curve = LearningCurves.Of(RunLog.Read(_folder.Path));

        Assert.Equal([new CurvePoint(2, 0.5)], curve.Validation);
        Assert.False(curve.IsOfTokens);
    }

    [Fact]
    public void Of_a_long_training_the_curve_has_means_of_neighbours()
    {
        _folder.Write("metrics.jsonl", string.Concat(Enumerable.Range(1, 4_100).Select(step =>
            $$"""{"kind":"step","step":{{step}},"negativeLogLikelihood":{{step}}}""" + "\n")));

        var training = LearningCurves.Of(RunLog.Read(_folder.Path)).Training;

        Assert.InRange(training.Count, 512, 1_023);
        var each = (int)training[0].Step;
        Assert.Equal(4_100 / each, training.Count);
        Assert.All(training, point => Assert.Equal(point.Step - (each - 1) / 2.0, point.Value));
    }

    [Fact]
    public void Without_a_file_there_is_no_curve() => Assert.Empty(LearningCurves.Of(RunLog.Read(_folder.File("none"))).Training);

    public void Dispose() => _folder.Dispose();
}
