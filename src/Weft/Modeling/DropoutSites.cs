using Weft.Foundation;
using Weft.Kernels;
using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>Gives every place of a model where dropout is applied a mask of its own, in the order of the forward pass.</summary>
internal sealed class DropoutSites(ModelOptions options, KernelPath path)
{
    private long _key;
    private long _site;
    private (long First, long Count) _examples;

    /// <summary>Starts the masks of a forward pass: they are a function of the key, the place, and the examples' numbers in the whole batch.</summary>
    /// <param name="key">Another for each step and micro-batch; the same for all workers.</param>
    /// <param name="first">The number of the first example in the whole batch.</param>
    /// <param name="count">How many examples there are; of no account where the first has number 0.</param>
    /// <remarks>LibTorch's operations draw from its own generator, in the order of the elements: it cannot begin in the middle of a mask. It is seeded
    /// with the key, and behind the first example with another, so that there masks depend on how examples are divided.</remarks>
    public void Begin(ulong key, long first = 0, long count = 0)
    {
        (_key, _site, _examples) = ((long)key, 0, (first, count));
        if (path == KernelPath.Tensors)
            random.manual_seed(first == 0 ? (long)key : (long)RandomStream.For((long)key, "dropout of a share", first).NextUInt64());
    }

    /// <summary>The probability with which an element is dropped in a place.</summary>
    public double RateOf(DropoutPlace place) => options.Dropouts[place] ?? options.Dropout;

    /// <summary>The next mask. Without a new <see cref="Begin"/> no two are alike either.</summary>
    public DropoutMask Next(DropoutPlace place) => new(RandomStream.For(_key, "dropout site", _site++).NextUInt64(), RateOf(place))
    {
        FirstExample = _examples.First,
        Examples = _examples.Count,
    };
}
