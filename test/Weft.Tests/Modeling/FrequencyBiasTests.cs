using TorchSharp;
using Weft.Modeling;
using Weft.Runtime;

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
}
