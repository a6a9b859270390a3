using Weft.Evaluation.Measures;
using Weft.Text;

namespace Weft.Examples;

/// <summary>A figure of one's own: how often the right token is among the ten likeliest. It stands in the log, in the summary and here.</summary>
internal static class OwnMetric
{
    public static void Run(string run)
    {
        using var model = new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }.UseMetric("topTen", () => new TopTen()).Train(run);
        Console.WriteLine($"test: {model.Summary!.Test!["topTen"]:P1} among the ten likeliest; validation: {model.Evaluate(Split.Validation)["topTen"]:P1}");
    }

    private sealed class TopTen : ITokenMetric
    {
        private long _all, _hits;

        public double? Value => _all == 0 ? null : (double)_hits / _all;

        public void Take(in ScoredToken token)
        {
            _all++;
            _hits += token.Rank < 10 ? 1 : 0;
        }
    }
}
