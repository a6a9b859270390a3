using System.Text;
using CsCheck;
using TorchSharp;
using Weft.Runtime.Safetensors;
using Weft.Runtime.Tensors;
using Weft.Tests.Support;

namespace Weft.Tests.Runtime.Safetensors;

public class SafetensorsWriteTests
{
    /// <summary>Written by hand from the format's description: two tensors, one free text, 7 blanks of padding.</summary>
    private static readonly byte[] Golden =
    [
        0x98, 0, 0, 0, 0, 0, 0, 0,
        .. Encoding.ASCII.GetBytes(
            "{\"__metadata__\":{\"made\":\"by hand\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]}}       "),
        0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0, // 1 and -2
        0x80, 0x3F, // 1
    ];

    private static readonly torch.ScalarType[] Types =
        [torch.float32, torch.bfloat16, torch.float16, torch.float64, torch.int64, torch.int32, torch.uint8, torch.@bool];

    [Fact]
    public void Bytes_are_as_specified()
    {
        using var scope = torch.NewDisposeScope();

        var bytes = Write(
            [("b", torch.ones(1, torch.bfloat16)), ("a", torch.tensor(new float[,] { { 1 }, { -2 } }))],
            new Dictionary<string, string> { ["made"] = "by hand" });

        Assert.Equal(Golden, bytes);
    }

    [Fact]
    public void Hand_written_bytes_are_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("golden.safetensors"), Golden);

        using var file = SafetensorsFile.Read(folder.File("golden.safetensors"));
        using var a = file.Load("a");
        using var b = file.Load("b");

        Assert.Equal(["a", "b"], file.Names);
        Assert.Equal("by hand", file.Metadata["made"]);
        Assert.Equal([2L, 1], file["a"].Shape);
        Assert.Equal([1f, -2f], TensorMemory.Span<float>(a).ToArray());
        Assert.Equal(torch.bfloat16, b.dtype);
        Assert.Equal(1f, b.to_type(torch.float32).item<float>());
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(
            Gen.Int[0, Types.Length - 1].Select(i => Types[i]),
            Gen.Long[0, 4].Array[0, 4]).Array[0, 5]
        .Sample(
            tensors =>
            {
                using var scope = torch.NewDisposeScope();
                using var folder = new TemporaryFolder();
                var named = tensors.Select((t, i) => ($"layer.{i}", torch.arange(t.Item2.Aggregate(1L, (x, y) => x * y))
                    .to_type(t.Item1).reshape(t.Item2))).ToList();
                File.WriteAllBytes(folder.File("x"), Write(named));
                using var file = SafetensorsFile.Read(folder.File("x"));
                return named.All(entry => file.Load(entry.Item1).equal(entry.Item2).all().item<bool>()
                    && file[entry.Item1].Type == entry.Item2.dtype && file[entry.Item1].Shape.SequenceEqual(entry.Item2.shape));
            },
            iter: 60, threads: 1);

    [Fact]
    public void A_transposed_tensor_is_written_as_it_looks()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TemporaryFolder();
        var tensor = torch.arange(6).reshape(2, 3).t();
        File.WriteAllBytes(folder.File("x"), Write([("t", tensor)]));

        using var file = SafetensorsFile.Read(folder.File("x"));
        var target = torch.zeros(2, 3, torch.int64).t();
        file.CopyTo("t", target);

        Assert.Equal([0L, 3, 1, 4, 2, 5], TensorMemory.Span<long>(file.Load("t")).ToArray());
        Assert.True(target.equal(tensor).all().item<bool>());
    }

    [Fact]
    public void Names_must_differ()
    {
        using var tensor = torch.zeros(1);

        var error = Assert.Throws<ArgumentException>(() => Write([("a", tensor), ("a", tensor)]));

        Assert.StartsWith("Two tensors are named a.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_outside_the_list_is_refused()
    {
        using var tensor = torch.zeros(1, torch.complex64);

        var error = Assert.Throws<ArgumentException>(() => Write([("a", tensor)]));

        Assert.StartsWith(
            "a is of ComplexFloat32, which cannot be written; it must be one of F64, F32, F16, BF16, I64, I32, U8, BOOL.",
            error.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(IEnumerable<(string, torch.Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }
}
