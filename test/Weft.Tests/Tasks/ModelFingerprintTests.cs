using Weft.Foundation;
using Weft.Modeling;
using Weft.Modeling.Outputs;
using Weft.Tasks;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Tasks;

public class ModelFingerprintTests
{
    private static readonly Vocabulary Words = new(["a", "b", "<eos>"], null, "<eos>");

    [Fact]
    public void That_of_a_full_softmax_is_what_it_was_before_there_was_another()
    {
        const string Shape = """{"dimension":200,"layers":2,"heads":2,"feedForward":200,"dropout":0,"norm":"post","positions":"sinusoidal","maximumPositions":5000,"activation":"relu","tieEmbeddings":false,"scaleEmbedding":true,"initialRange":0.1,"frequencyBias":false}""";

        Assert.Equal(Hashes.Sha256(Shape + Words.Hash), ModelFingerprint.Of(new ModelOptions(), Words.Hash));
        Assert.Equal(Hashes.Sha256(Shape + Words.Hash), ModelFingerprint.Of(new ModelOptions { Adaptive = new AdaptiveSoftmaxOptions { Divisor = 2 } }, Words.Hash));
    }

    [Fact]
    public void Cutoffs_and_divisor_of_an_adaptive_softmax_matter_to_it()
    {
        ModelOptions[] shapes =
        [
            new ModelOptions(),
            Adaptive([1], 4),
            Adaptive([2], 4),
            Adaptive([1, 2], 4),
            Adaptive([1], 2),
        ];

        Assert.Equal(shapes.Length, shapes.Select(shape => ModelFingerprint.Of(shape, Words.Hash)).Distinct().Count());
        Assert.Equal(ModelFingerprint.Of(Adaptive([1], 4), Words.Hash), ModelFingerprint.Of(Adaptive([1], 4) with { Dropout = 0.5 }, Words.Hash));
    }

    private static ModelOptions Adaptive(int[] cutoffs, int divisor) =>
        new() { Softmax = SoftmaxKind.Adaptive, Adaptive = new AdaptiveSoftmaxOptions { Cutoffs = cutoffs, Divisor = divisor } };
}
