using TorchSharp;
using Weft.Modeling;
using Weft.Modeling.Parameters;
using Weft.Runtime;
using Weft.Runtime.Tensors;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Parameters;

public sealed class ParameterBufferTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public ParameterBufferTests() => random.manual_seed(8);

    [Fact]
    public void Parameters_keep_their_values_and_shapes_and_share_the_flat_memory()
    {
        var (matrix, vector) = (nn.Parameter(randn(3, 5)), nn.Parameter(randn(33)));
        var (matrixBefore, vectorBefore) = (matrix.detach().clone(), vector.detach().clone());

        using var buffer = Buffers.Of(vector, matrix);

        Assert.True(matrixBefore.Equals(matrix));
        Assert.True(vectorBefore.Equals(vector));
        // Matrices come first; each begins at a whole number of 32.
        Assert.Equal([32 + 64], buffer.Values.shape);
        buffer.Values.fill_(2);
        Assert.Equal((2f, 2f), (matrix.min().item<float>(), vector.min().item<float>()));
        using (no_grad())
            matrix.fill_(7);
        Assert.Equal(15 * 7 + 81 * 2, buffer.Values.sum().item<float>());
    }

    [Fact]
    public unsafe void Every_parameter_and_working_copy_begins_at_a_multiple_of_64_bytes()
    {
        using var model = new TransformerLanguageModel(TinyModels.PostNorm, 7, Precision.BFloat16, CPU);
        foreach (var (name, parameter) in model.named_parameters())
        {
            fixed (float* first = TensorMemory.Span<float>(parameter))
                Assert.True((nint)first % 64 == 0, name);
            if (model.Weights.WorkingCopy(parameter) is { dtype: ScalarType.BFloat16 } copy)
            {
                fixed (ushort* first = TensorMemory.Span<ushort>(copy))
                    Assert.True((nint)first % 64 == 0, name);
            }
        }
    }

    [Fact]
    public void Autograd_adds_to_the_flat_gradient_in_place()
    {
        var (matrix, vector) = (nn.Parameter(randn(3, 5)), nn.Parameter(randn(3)));
        using var buffer = Buffers.Of(matrix, vector);
        buffer.AttachGradients();
        var input = randn(2, 5);

        for (var i = 0; i < 2; i++)
            nn.functional.linear(input, matrix, vector).sum().backward();

        var expected = (input.sum(dim: 0) * 2).expand(3, 5);
        Assert.InRange((buffer.Gradients![..15].view(3, 5) - expected).abs().max().item<float>(), 0, 1e-6);
        Assert.Equal([4f, 4, 4], buffer.Gradients[32..35].data<float>().ToArray());
        buffer.ZeroGradients();
        Assert.Equal(0, matrix.grad!.abs().max().item<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameters_and_buffer_may_be_disposed_of_in_either_order(bool bufferFirst)
    {
        var parameter = nn.Parameter(randn(3, 5));
        var before = parameter.detach().clone();
        var buffer = Buffers.Of(ScalarType.BFloat16, parameter);
        buffer.AttachGradients();
        if (bufferFirst)
        {
            buffer.Dispose();
            parameter.sum().backward();
            Assert.True(before.Equals(parameter));
            Assert.Equal(15, parameter.grad!.sum().item<float>());
        }
        else
        {
            parameter.Dispose();
            buffer.ZeroGradients();
            buffer.UpdateWorkingCopies();
            Assert.Equal(before.sum().item<float>(), buffer.Values.sum().item<float>(), 1e-5);
        }
        buffer.Dispose();
        parameter.Dispose();
    }

    [Fact]
    public void A_models_tensors_are_all_gone_after_it()
    {
        var before = Tensor.TotalCount;

        var parameters = CreateAndDispose();

        // TorchSharp's count never forgets the tensors that parameters are made of.
        Assert.Equal(before + parameters, Tensor.TotalCount);
    }

    [Fact]
    public void Neighbours_of_equal_settings_are_one_run()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        Assert.Equal(3, model.Weights.TrainedRanges(slot => slot.Role).Count);
        foreach (var (name, parameter) in model.named_parameters())
            parameter.requires_grad = !name.StartsWith("layers.", StringComparison.Ordinal);
        var trained = model.Weights.TrainedRanges(slot => slot.Role);

        // Decoder weight; embedding; decoder bias.
        Assert.Equal([ParameterRole.Factor, ParameterRole.Table, ParameterRole.Vector], trained.Select(range => range.Settings));
        Assert.Equal(2 * (11 * 16 + 16) + 32, trained.Sum(range => range.Place.Length));
    }

    public void Dispose() => _scope.Dispose();

    private static int CreateAndDispose()
    {
        // Drawing weights makes handles that go with a scope.
        using var scope = NewDisposeScope();
        using var model = new TransformerLanguageModel(TinyModels.PreNorm, 9, Precision.BFloat16, CPU);
        model.Weights.AttachGradients();
        return model.parameters().Count();
    }
}
