using Weft.Evaluation;
using Weft.Tests.Support;
using Weft.Training.Comparisons;

namespace Weft.Tests.Training.Comparisons;

public sealed class ValidationLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(WeightsChoice.Raw, 2.0, 1.5)]
    [InlineData(WeightsChoice.Average, 1.9, 1.5)]
    public void An_evaluation_has_the_tokens_and_the_time_of_the_updates_before_it(WeightsChoice weights, double first, double second)
    {
        var path = _folder.Write("metrics.jsonl", """
            {"kind":"step","step":1,"phase":"full","loss":9,"tokens":640,"seconds":1.5}
            {"kind":"step","step":2,"phase":"full","loss":8,"tokens":600,"seconds":2.5}
            {"kind":"evaluation","step":2,"phase":"full","split":"validation","loss":2,"perplexity":7.4,"averaged":{"loss":1.9,"perplexity":6.7}}
            {"kind":"checkpoint","step":2,"phase":"full","folder":"step-2"}
            {"kind":"evaluation","step":2,"phase":"full","split":"elsewhere","loss":1}
            {"kind":"step","step":3,"phase":"full","loss":7,"tokens":640,"seconds":4}
            {"kind":"evaluation","step":3,"phase":"full","split":"validation","loss":1.5,"perplexity":4.5}
            {"kind":"step","step":4,"pha
            """);

        Assert.Equal([new LossPoint(2, 1240, 2.5, first), new LossPoint(3, 1880, 4, second)], ValidationLog.Read(path, weights));
    }

    public void Dispose() => _folder.Dispose();
}
