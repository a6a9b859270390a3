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

    /// <summary>Starts the masks of a forward pass: they are a function of the key and the place alone.</summary>
    /// <param name="key">Another for each step and micro-batch.</param>
    /// <remarks>LibTorch's operations draw from its own generator, which is seeded with the key.</remarks>
    public void Begin(ulong key)
    {
        (_key, _site) = ((long)key, 0);
        if (path == KernelPath.Tensors)
            random.manual_seed((long)key);
    }

    /// <summary>The probability with which an element is dropped in a place.</summary>
    public double RateOf(DropoutPlace place) => options.Dropouts[place] ?? options.Dropout;

    /// <summary>The next mask. Without a new <see cref="Begin"/> no two are alike either.</summary>
    public DropoutMask Next(DropoutPlace place) => new(RandomStream.For(_key, "dropout site", _site++).NextUInt64(), RateOf(place));
}
