using Weft.Evaluation.Plots;
using Weft.Runs.Events;
using Weft.Text;

namespace Weft.Runs.Logging;

/// <summary>Makes the learning curve of what happened, in memory that does not grow with the training.</summary>
internal static class LearningCurves
{
    // More points than these could not be told apart in a picture. Twice as many are collected before pairs of them become one.
    private const int MostPoints = 512;

    /// <summary>The curve of a training.</summary>
    /// <param name="events">Everything that happened, in its order.</param>
    public static LearningCurve Of(IEnumerable<TrainingEvent> events)
    {
        var (training, validation, isOfTokens) = (new Thinned(), new Thinned(), false);
        foreach (var happened in events)
        {
            if (happened is StepEvent step)
                training.Add(step.Step, step.NegativeLogLikelihood);
            else if (happened is EvaluationEvent { Split: Split.Validation } evaluation)
            {
                validation.Add(evaluation.Step, evaluation.Raw.Loss);
                isOfTokens |= evaluation.Raw["perplexity"] is not null;
            }
        }
        return new LearningCurve(training.Points(), validation.Points(), isOfTokens);
    }

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
