using Weft.Foundation;

namespace Weft.Generation;

/// <summary>Chooses a token from the model's scores.</summary>
internal sealed class TokenChooser(GenerationOptions options, int? forbidden)
{
    /// <summary>Chooses the next token.</summary>
    /// <param name="scores">One score a token of the vocabulary; changed in place.</param>
    /// <param name="before">The text so far, for the repetition penalty.</param>
    /// <param name="position">How many tokens were chosen before: with the seed it is the key of the choice.</param>
    public int Choose(Span<float> scores, IEnumerable<long> before, int position)
    {
        if (forbidden is { } never)
            scores[never] = float.NegativeInfinity;
        Penalise(scores, before);
        if (options.Temperature == 0)
            return IndexOfMax(scores);

        var candidates = Rank(scores);
        var weights = Weights(scores, candidates);
        var count = Nucleus(weights);
        var random = RandomStream.For(options.Seed, "generate", position);
        var draw = random.NextDouble() * weights.Take(count).Sum();
        for (var i = 0; i < count - 1; i++)
        {
            draw -= weights[i];
            if (draw < 0)
                return candidates[i];
        }
        return candidates[count - 1];
    }

    private void Penalise(Span<float> scores, IEnumerable<long> before)
    {
        if (options.RepetitionPenalty == 1)
            return;
        foreach (var token in before.Distinct())
        {
            ref var score = ref scores[(int)token];
            score *= (float)(score > 0 ? 1 / options.RepetitionPenalty : options.RepetitionPenalty);
        }
    }

    /// <summary>The tokens from the likeliest down, at most the top k; ties go to the lower id.</summary>
    private int[] Rank(ReadOnlySpan<float> scores)
    {
        var keys = new float[scores.Length];
        var ids = new int[scores.Length];
        for (var id = 0; id < scores.Length; id++)
            (keys[id], ids[id]) = (-scores[id], id);
        Array.Sort(keys, ids, Comparer<float>.Default);
        return options.TopK > 0 && options.TopK < ids.Length ? ids[..options.TopK] : ids;
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

    /// <summary>How many of the likeliest reach the nucleus's probability together.</summary>
    private int Nucleus(double[] weights)
    {
        if (options.TopP >= 1)
            return weights.Length;
        var wanted = weights.Sum() * options.TopP;
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            if (sum >= wanted)
                return i + 1;
        }
        return weights.Length;
    }

    private static int IndexOfMax(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var id = 1; id < scores.Length; id++)
        {
            if (scores[id] > scores[best])
                best = id;
        }
        return best;
    }
}
