using TorchSharp.Modules;
using Weft.Kernels.Updates;
using static TorchSharp.torch;

namespace Weft.Modeling.Parameters;

/// <summary>A parameter's place in the flat buffers.</summary>
/// <param name="Index">Its number among the parameters of the buffer.</param>
/// <param name="Entry">The parameter, a view of the flat values, and what it is.</param>
/// <param name="Start">Its first number.</param>
/// <param name="Length">Its numbers with the zeros that fill up to the next parameter's start.</param>
internal sealed record ParameterSlot(int Index, ParameterEntry Entry, long Start, long Length)
{
    /// <summary>The parameter's name in checkpoints.</summary>
    public string Name => Entry.Name;

    /// <summary>The parameter.</summary>
    public Parameter Parameter => Entry.Parameter;

    /// <summary>How it is used.</summary>
    public ParameterRole Role => Entry.Role;

    /// <summary>Where a table's gradient may be other than zero; null for all else, whose gradient is dense.</summary>
    public TouchedParts? Touched { get; } = Entry.Role == ParameterRole.Table ? new TouchedParts(Length) : null;

    /// <summary>The parameter's part of a flat buffer, in the parameter's shape; the caller owns the view.</summary>
    /// <param name="flat">The buffer.</param>
    /// <param name="first">Which of all numbers the buffer begins with.</param>
    public Tensor ViewOf(Tensor flat, long first = 0)
    {
        using var scope = NewDisposeScope();
        return flat.narrow(0, Start - first, Parameter.numel()).view(Parameter.shape).MoveToOuterDisposeScope();
    }
}
