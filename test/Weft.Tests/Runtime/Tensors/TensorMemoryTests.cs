using TorchSharp;
using Weft.Runtime.Tensors;

namespace Weft.Tests.Runtime.Tensors;

public class TensorMemoryTests
{
    [Fact]
    public void Writing_the_span_changes_the_tensor()
    {
        using var tensor = torch.zeros(2, 3);

        TensorMemory.Span<float>(tensor)[4] = 7;

        Assert.Equal(7f, tensor[1, 1].item<float>());
    }

    [Fact]
    public void A_part_of_a_tensor_begins_where_it_should()
    {
        using var tensor = torch.arange(12).reshape(4, 3);
        using var rows = tensor.narrow(0, 2, 2);

        Assert.Equal([6L, 7, 8, 9, 10, 11], TensorMemory.Span<long>(rows).ToArray());
    }

    [Fact]
    public void Bfloat16_shows_its_bits()
    {
        using var tensor = torch.ones(2, torch.bfloat16);

        Assert.Equal([0x3F80, 0x3F80], TensorMemory.Span<ushort>(tensor).ToArray());
    }

    [Fact]
    public void An_empty_tensor_gives_an_empty_span()
    {
        using var tensor = torch.zeros(0, 3);

        Assert.True(TensorMemory.Span<float>(tensor).IsEmpty);
    }

    [Fact]
    public void Trained_parameters_can_be_seen()
    {
        using var tensor = torch.ones(3, requires_grad: true);

        Assert.Equal([1f, 1f, 1f], TensorMemory.Span<float>(tensor).ToArray());
    }

    [Fact]
    public void A_transposed_tensor_is_refused()
    {
        using var tensor = torch.zeros(2, 3);
        using var transposed = tensor.t();

        var error = Assert.Throws<ArgumentException>(() => { TensorMemory.Span<float>(transposed); });

        Assert.StartsWith("The tensor is not contiguous; call contiguous() first.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_is_refused()
    {
        using var tensor = torch.zeros(2, 3);

        var error = Assert.Throws<ArgumentException>(() => { TensorMemory.Span<double>(tensor); });

        Assert.StartsWith("A tensor of Float32 cannot be seen as a span of Double.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_elsewhere_is_refused()
    {
        using var tensor = torch.zeros(2, 3, device: torch.META);

        var error = Assert.Throws<ArgumentException>(() => { TensorMemory.Span<float>(tensor); });

        Assert.StartsWith("The tensor is on meta; its memory can be reached only on the CPU.", error.Message, StringComparison.Ordinal);
    }
}
