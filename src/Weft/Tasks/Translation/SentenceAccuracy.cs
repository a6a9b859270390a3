using Weft.Evaluation.Measures;

namespace Weft.Tasks.Translation;

/// <summary>Counts the right tokens of each sentence. It hears of sentences one after another, and of the tokens of each in their order.</summary>
internal sealed class SentenceAccuracy
{
    private readonly List<long[]> _sentences = [];

    /// <summary>Takes a token.</summary>
    public void Take(ScoredToken token)
    {
        if (token.Position == 1)
            _sentences.Add([0, 0]);
        _sentences[^1][0]++;
        _sentences[^1][1] += token.IsCorrect ? 1 : 0;
    }

    /// <summary>Where the share of right tokens lies with 95 % confidence, by which sentences the split has.</summary>
    public Interval Interval() => Bootstrap.OfGroups(_sentences, sum => (double)sum[1] / sum[0])[0];
}
