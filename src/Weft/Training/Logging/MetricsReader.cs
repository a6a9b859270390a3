using Weft.Evaluation.Reports;

namespace Weft.Training.Logging;

/// <summary>Reads the learning curve from <c>metrics.jsonl</c>, in memory that does not grow with the training.</summary>
internal static class MetricsReader
{
    // More points than these could not be told apart in a picture. Twice as many are collected before pairs of them become one.
    private const int MostPoints = 512;

    /// <summary>Reads the file; lines that were cut off, and of kinds that are not known, are passed over.</summary>
    public static LearningCurve Read(string path)
    {
        var (training, validation, isOfTokens) = (new Thinned(), new Thinned(), false);
        foreach (var metrics in MetricsLines.Read<Metrics>(path))
        {
            if (metrics.Kind == "step")
                training.Add(metrics.Step, metrics.NegativeLogLikelihood);
            else if (metrics is { Kind: "evaluation", Split: "validation" })
            {
                validation.Add(metrics.Step, metrics.Loss);
                isOfTokens |= metrics.Perplexity is not null;
            }
        }
        return new LearningCurve(training.Points(), validation.Points(), isOfTokens);
    }

    private sealed record Metrics(string Kind, long Step, string? Split, double NegativeLogLikelihood, double Loss, double? Perplexity);

    /// <summary>Means of equally many neighbouring values each.</summary>
    private sealed class Thinned
    {
        private readonly List<CurvePoint> _points = [];
        private int _each = 1;
        private int _count;
        private double _sum;

        public void Add(long step, double value)
        {
            (_sum, _count) = (_sum + value, _count + 1);
            if (_count < _each)
                return;
            _points.Add(new CurvePoint(step, _sum / _count));
            (_sum, _count) = (0, 0);
            if (_points.Count == 2 * MostPoints)
                Halve();
        }

        public List<CurvePoint> Points() => _points;

        private void Halve()
        {
            _each *= 2;
            for (var i = 0; i < MostPoints; i++)
                _points[i] = new CurvePoint(_points[2 * i + 1].Step, (_points[2 * i].Value + _points[2 * i + 1].Value) / 2);
            _points.RemoveRange(MostPoints, MostPoints);
        }
    }
}
