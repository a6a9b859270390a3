using Weft.Foundation;

namespace Weft.Generation;

/// <summary>Chooses a token from the model's scores. Of equally likely tokens the one with the lower id counts as likelier.</summary>
/// <param name="options">How to choose.</param>
/// <param name="forbidden">A token that is never chosen, the unknown one; null where there is none.</param>
internal sealed class TokenChooser(GenerationOptions options, int? forbidden)
{
    // Numbers that are none compare below all others.
    private static readonly Comparer<(float Score, int Id)> WorstFirst = Comparer<(float Score, int Id)>.Create((left, right) =>
        left.Score.CompareTo(right.Score) is not 0 and var order ? order : right.Id.CompareTo(left.Id));

    /// <summary>Chooses the next token.</summary>
    /// <param name="scores">One score a token of the vocabulary: logarithms of probabilities, up to a common number; changed in place.</param>
    /// <param name="before">The text so far, for the repetition penalty.</param>
    /// <param name="position">How many tokens were chosen before: with the seed it is the key of the choice.</param>
    public int Choose(Span<float> scores, IEnumerable<long> before, int position)
    {
        Penalise(scores, before);
        if (options.Temperature == 0)
            return Likeliest(scores, 1)[0];

        var candidates = Likeliest(scores, options.TopK > 0 ? options.TopK : scores.Length);
        var weights = Weights(scores, candidates);
        var count = Nucleus(weights);
        var random = RandomStream.For(options.Seed, "generate", position);
        var draw = random.NextDouble() * weights.Take(count).Sum();
        for (var i = 0; i < count - 1; i++)
        {
            draw -= weights[i];
            // Where no token has a chance, the weights are no numbers: the first is as good as any.
            if (draw is not >= 0)
                return candidates[i];
        }
        return candidates[count - 1];
    }

    /// <summary>
    /// Multiplies the logarithms of the probabilities of tokens that were used (Keskar et al. 2019, section 4.1, on logarithms of
    /// probabilities in place of scores): p becomes p to the power of the penalty, before all are made to sum to one again. Scores of
    /// different softmaxes differ by a common number; their probabilities do not, and so the choice depends on nothing else.
    /// </summary>
    private void Penalise(Span<float> scores, IEnumerable<long> before)
    {
        if (options.RepetitionPenalty == 1)
            return;
        var total = LogOfSum(scores);
        foreach (var token in before.Distinct())
        {
            ref var score = ref scores[(int)token];
            score = (float)((score - total) * options.RepetitionPenalty + total);
        }
    }

    private static double LogOfSum(ReadOnlySpan<float> scores)
    {
        double best = float.NegativeInfinity;
        foreach (var score in scores)
            best = Math.Max(best, score);
        var sum = 0.0;
        foreach (var score in scores)
            sum += Math.Exp(score - best);
        return best + Math.Log(sum);
    }

    /// <summary>The likeliest tokens from the first down: a heap of so many, whose worst gives way, and no sorted vocabulary.</summary>
    private int[] Likeliest(ReadOnlySpan<float> scores, int count)
    {
        var kept = new PriorityQueue<int, (float Score, int Id)>(Math.Min(count, scores.Length), WorstFirst);
        for (var id = 0; id < scores.Length; id++)
        {
            if (id == forbidden)
                continue;
            if (kept.Count < count)
                kept.Enqueue(id, (scores[id], id));
            else
                kept.EnqueueDequeue(id, (scores[id], id));
        }
        var ids = new int[kept.Count];
        for (var i = ids.Length - 1; i >= 0; i--)
            ids[i] = kept.Dequeue();
        return ids;
    }

    /// <summary>Probabilities of the candidates at the temperature, up to a common factor.</summary>
    private double[] Weights(ReadOnlySpan<float> scores, int[] candidates)
    {
        var best = scores[candidates[0]];
        var weights = new double[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
            weights[i] = Math.Exp((scores[candidates[i]] - best) / options.Temperature);
        return weights;
    }

    /// <summary>How many of the likeliest reach the nucleus's probability together; tokens without any probability are not among them.</summary>
    private int Nucleus(double[] weights)
    {
        var wanted = options.TopP >= 1 ? double.PositiveInfinity : weights.Sum() * options.TopP;
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum >= wanted || weights[i] == 0)
                return Math.Max(1, weights[i] == 0 ? i : i + 1);
        }
        return weights.Length;
    }
}
