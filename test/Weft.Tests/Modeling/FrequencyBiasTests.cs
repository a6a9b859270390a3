using TorchSharp;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Tests.Support;

namespace Weft.Tests.Modeling;

public class FrequencyBiasTests
{
    [Fact]
    public void The_first_prediction_is_the_texts_own_mix_of_words()
    {
        using var scope = torch.NewDisposeScope();
        using var model = new TransformerLanguageModel(new ModelOptions { Dimension = 8 }, 3, Precision.Float32, torch.CPU);

        model.SetBias([6, 0, 1]);

        // One more for each: 7, 1 and 2 of 10.
        var shares = model.get_parameter("decoder_bias")!.softmax(0).data<float>().ToArray();
        Assert.Equal([0.7f, 0.1f, 0.2f], shares.Select(share => MathF.Round(share, 6)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_it_is_with_an_adaptive_softmax(bool isTied)
    {
        using var scope = torch.NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Adaptive(TinyModels.PreNorm with { TieEmbeddings = isTied }));

        model.SetBias([19, 15, 11, 9, 8, 7, 6, 5, 4, 3, 2]);

        // One more for each: together 100.
        var shares = model.Logits(torch.zeros(16)).softmax(0).data<float>().ToArray();
        Assert.Equal([0.2f, 0.16f, 0.12f, 0.1f, 0.09f, 0.08f, 0.07f, 0.06f, 0.05f, 0.04f, 0.03f], shares.Select(share => MathF.Round(share, 6)));
    }
}
