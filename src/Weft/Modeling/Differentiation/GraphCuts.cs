using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// Cuts a graph into segments, so that the backward pass goes through one after another: when one is behind it, the gradients of the parameters within
/// are complete, and can be sent while those of the segments before are worked out. It changes no bit: what flows across a cut is what would flow without it.
/// </summary>
internal sealed class GraphCuts
{
    private readonly Stack<(Tensor End, Tensor Begin)> _cuts = [];

    /// <summary>Ends a segment with some states, and begins the next one with them.</summary>
    /// <param name="states">With gradient history, or without where nothing before is trained.</param>
    /// <returns>The same numbers; whatever is made of the states is made of these.</returns>
    public Tensor Cut(Tensor states)
    {
        var begin = states.requires_grad ? states.detach().requires_grad_() : states;
        _cuts.Push((states, begin));
        return begin;
    }

    /// <summary>Adds the gradients of all that an output was made of to their <c>grad</c>, the last segment's first.</summary>
    /// <param name="output">What the last segment ends with.</param>
    /// <param name="gradient">The gradient with respect to it.</param>
    /// <param name="segmentIsDone">Is called after each segment with its number, from 1 for the last one on.</param>
    public void Run(Tensor output, Tensor gradient, Action<int>? segmentIsDone = null)
    {
        for (var segment = 1; ; segment++)
        {
            // A phase may train what is above alone.
            if (output.requires_grad)
                BackwardPass.Run(output, gradient);
            segmentIsDone?.Invoke(segment);
            if (!_cuts.TryPop(out var cut))
                return;
            (output, gradient) = (cut.End, cut.Begin.grad!);
        }
    }
}
