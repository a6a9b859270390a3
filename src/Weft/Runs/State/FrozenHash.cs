using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Weft.Modeling.Parameters;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Runs.State;

/// <summary>A fingerprint of the parameters that a phase does not train.</summary>
internal static class FrozenHash
{
    /// <summary>SHA-256 over the bytes of all frozen parameters, in the order of their places; null where none is frozen.</summary>
    public static string? Of(ParameterBuffer parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var frozen = parameters.Slots.Where(slot => !slot.Parameter.requires_grad).ToList();
        foreach (var slot in frozen)
        {
            using var scope = NewDisposeScope();
            var values = slot.ViewOf(parameters.Values).detach().cpu().contiguous();
            hash.AppendData(MemoryMarshal.AsBytes(TensorMemory.Span<float>(values)));
        }
        return frozen.Count == 0 ? null : Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
