using TorchSharp.Modules;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Tests.Support;

/// <summary>Rows of different lengths, padded on either side, for models of one layer that TorchSharp's own encoder is the twin of.</summary>
internal static class PaddedRows
{
    public const int Width = 8;

    public static IReadOnlyList<int> Lengths { get; } = [6, 1, 8, 4];

    public static List<(Parameter Own, Parameter Plain)> Copy(TransformerModel model, TransformerEncoderLayer layer)
    {
        var plain = layer.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var pairs = new List<(Parameter Own, Parameter Plain)>();
        using var frozen = no_grad();
        foreach (var (name, own) in model.NamedParameters.Where(named => named.Name.StartsWith("layers.", StringComparison.Ordinal)))
        {
            var other = plain[name["layers.0.".Length..].Replace("attention.qkv.", "self_attn.in_proj_", StringComparison.Ordinal)
                .Replace("attention.output", "self_attn.out_proj", StringComparison.Ordinal)
                .Replace("up.", "linear1.", StringComparison.Ordinal).Replace("down.", "linear2.", StringComparison.Ordinal)];
            other.copy_(own);
            pairs.Add((own, other));
        }
        return pairs;
    }

    public static long[] Row(int row) => [.. Enumerable.Range(0, Lengths[row]).Select(i => (row * 5 + i * i * 3 + i) % (long)TinyModels.Vocabulary)];

    public static TensorIndex Columns(PaddingSide side, int row) =>
        side == PaddingSide.Left ? TensorIndex.Slice(Width - Lengths[row], Width) : TensorIndex.Slice(0, Lengths[row]);

    public static Tensor IsToken(PaddingSide side)
    {
        var isToken = zeros(Lengths.Count, Width, ScalarType.Bool);
        for (var row = 0; row < Lengths.Count; row++)
            isToken[row, Columns(side, row)] = true;
        return isToken;
    }

    public static Batch Padded(PaddingSide side, long filling)
    {
        var buffer = new BatchBuffer();
        buffer.Begin([.. Lengths.Select((_, row) => (long)row)], [.. Lengths], filling, side, hasTargetPerToken: false);
        for (var row = 0; row < Lengths.Count; row++)
        {
            Row(row).CopyTo(buffer.IdsOf(row));
            buffer.TargetsOf(row)[0] = row % 3;
        }
        return buffer.ToBatch(CPU);
    }
}
