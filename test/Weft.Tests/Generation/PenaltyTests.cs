using Weft.Generation;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Generation;

public class PenaltyTests
{
    [Theory]
    [InlineData(1.3, 0)]
    [InlineData(1.3, 1)]
    [InlineData(5, 1)]
    public void Both_softmaxes_with_the_same_probabilities_choose_alike(double penalty, double temperature)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var adaptive = TinyModels.Create(TinyModels.Named("adaptive"));
        using var full = TinyModels.Create(TinyModels.PreNorm);
        random.manual_seed(3);
        // A full softmax has scores of any height: these are the adaptive one's probabilities, each row a number away.
        var hidden = randn(60, TinyModels.PreNorm.Dimension);
        var logProbabilities = adaptive.Logits(hidden);
        var scores = full.Logits(hidden);
        Assert.False(logProbabilities.exp().sum(-1).sub(1).abs().max().item<float>() > 1e-4);
        Assert.True(scores.exp().sum(-1).sub(1).abs().max().item<float>() > 0.1); // they are not of one scale by themselves
        var chooser = new TokenChooser(new GenerationOptions { RepetitionPenalty = penalty, Temperature = temperature, TopK = 0 }, forbidden: 2);

        for (var row = 0; row < 60; row++)
        {
            var shift = 20f * (row % 5 - 2);
            float[] own = [.. logProbabilities[row].data<float>()];
            float[] shifted = [.. own.Select(score => score + shift)];
            long[] used = [row % 11, row * 3 % 11, 4];

            Assert.Equal(chooser.Choose(own, used, row), chooser.Choose(shifted, used, row));
            float[] ofFull = [.. scores[row].data<float>()];
            float[] itsLogProbabilities = [.. scores[row].log_softmax(-1).data<float>()];
            Assert.Equal(chooser.Choose(itsLogProbabilities, used, row), chooser.Choose(ofFull, used, row));
        }
    }

    [Theory]
    [InlineData("post-norm")]
    [InlineData("adaptive")]
    public void Generation_never_writes_the_unknown_token(string name)
    {
        var vocabulary = new Weft.Text.Vocabularies.Vocabulary(["a", "<unk>", "b", "<eos>", "c", "d", "e", "f", "g", "h", "i"], "<unk>", "<eos>");
        using var model = TinyModels.Create(TinyModels.Named(name));
        var generator = new TextGenerator(model, new Weft.Text.Tokenizers.BlankTokenizer(), vocabulary, 12, CPU);
        foreach (var options in (GenerationOptions[])
            [new() { Tokens = 60, Temperature = 50, TopK = 0 }, new() { Tokens = 60, TopP = 0.5, Temperature = 3 }, new() { Tokens = 60, Temperature = 0, RepetitionPenalty = 9 }])
        {
            var generated = generator.Generate("a <unk> b", options, _ => { });

            Assert.Equal(60, generated.Tokens.Count);
            Assert.DoesNotContain(1, generated.Tokens);
        }
    }
}
