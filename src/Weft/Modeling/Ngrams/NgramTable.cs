using TorchSharp.Modules;
using Weft.Data.Batching;
using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Modeling.Ngrams;

/// <summary>A vector for each bucket of n-grams. What a text comes to is the sum of those of its n-grams over the root of their number: its size then hardly depends on the text's length.</summary>
internal sealed class NgramTable
{
    /// <param name="options">How many, and how wide.</param>
    /// <param name="device">Where it lives.</param>
    public NgramTable(NgramOptions options, Device device) =>
        // All zero: an n-gram that was never trained says nothing.
        Weight = nn.Parameter(zeros(options.Buckets, options.Dimension, device: device));

    /// <summary>[buckets, dimension], float32.</summary>
    public Parameter Weight { get; }

    /// <summary>What texts come to, without history.</summary>
    /// <param name="bags">The n-grams of each.</param>
    /// <returns>[texts, dimension]</returns>
    public Tensor Sum(NgramBags bags)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (ids, rows, shares) = On(bags);
        var sums = zeros(bags.Count, Weight.shape[1], device: Weight.device);
        RowAddition.Add(KernelPaths.For(sums.device), sums, rows, Weight.index_select(0, ids).mul_(shares), touched: null);
        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>Adds the gradients of what texts came to.</summary>
    /// <param name="bags">The n-grams of each.</param>
    /// <param name="gradient">[texts, dimension]</param>
    /// <param name="weights">Where the table's gradient is.</param>
    public void AddGradient(NgramBags bags, Tensor gradient, ParameterBuffer weights)
    {
        if (!Weight.requires_grad)
            return;
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (ids, rows, shares) = On(bags);
        weights.AddRows(Weight, ids, gradient.index_select(0, rows).mul_(shares));
    }

    // The buckets, the text of each, and what each counts there, [n-grams, 1].
    private (Tensor Ids, Tensor Rows, Tensor Shares) On(NgramBags bags)
    {
        var rows = new long[bags.Ids.Length];
        var shares = new float[rows.Length];
        for (var (text, begin) = (0, 0); text < bags.Count; begin = bags.Ends[text++])
        {
            var end = bags.Ends[text];
            rows.AsSpan(begin, end - begin).Fill(text);
            shares.AsSpan(begin, end - begin).Fill(1 / MathF.Sqrt(Math.Max(1, end - begin)));
        }
        var device = Weight.device;
        return (tensor(bags.Ids, device: device), tensor(rows, device: device), tensor(shares, [rows.Length, 1], device: device));
    }
}
