using TorchSharp;

namespace Weft.Runtime.Safetensors;

/// <summary>A tensor that is to be written, which is read when its turn comes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its number format.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Read">Gives it; what it gives belongs to the caller's scope.</param>
internal sealed record StoredTensor(string Name, torch.ScalarType Type, long[] Shape, Func<torch.Tensor> Read);
