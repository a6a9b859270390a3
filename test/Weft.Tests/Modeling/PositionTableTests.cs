using TorchSharp;
using Weft.Modeling;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

public sealed class PositionTableTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void A_trainable_table_starts_at_the_sines()
    {
        using var fixedOnes = TinyModels.Create(TinyModels.PostNorm);
        using var trainable = TinyModels.Create(TinyModels.PostNorm with { Positions = PositionEncoding.SinusoidalTrainable });
        var ids = randint(0, TinyModels.Vocabulary, [2, 9], ScalarType.Int64);
        using (no_grad())
        {
            foreach (var (name, parameter) in fixedOnes.named_parameters())
                trainable.get_parameter(name)!.copy_(parameter);
        }

        Assert.True(fixedOnes.Hidden(ids).Equals(trainable.Hidden(ids)));
        Assert.Equal([64L, 16], trainable.Stack.PositionWeight!.shape);
    }

    [Fact]
    public void Learned_positions_start_within_the_range()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm with { Positions = PositionEncoding.Learned });

        var largest = model.Stack.PositionWeight!.abs().max().item<float>();

        Assert.InRange(largest, 0.4f, 0.5f);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences_and_zero_beyond_the_text()
    {
        using var model = TinyModels.Create(TinyModels.PreNorm with { Positions = PositionEncoding.Learned });
        model.Weights.AttachGradients();
        var ids = randint(0, TinyModels.Vocabulary, [3, 5], ScalarType.Int64);
        var direction = randn(3, 5, 16);
        double Loss() => (model.Hidden(ids) * direction).sum().item<float>();
        (model.Hidden(ids) * direction).sum().backward();
        var gradient = model.Stack.PositionWeight!.grad!;

        foreach (var (row, column) in new[] { (0, 3), (2, 0), (4, 15) })
        {
            const float Step = 0.01f;
            var (up, down) = (Moved(row, column, Step), Moved(row, column, -Step));
            Assert.Equal((up - down) / (2 * Step), gradient[row, column].item<float>(), 2);
        }
        Assert.Equal(0, gradient.narrow(0, 5, 59).abs().max().item<float>());

        double Moved(int row, int column, float step)
        {
            using var frozen = no_grad();
            model.Stack.PositionWeight![row, column] += step;
            var loss = Loss();
            model.Stack.PositionWeight![row, column] -= step;
            return loss;
        }
    }

    public void Dispose() => _scope.Dispose();
}
