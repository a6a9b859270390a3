namespace Weft.Runtime;

/// <summary>How LibTorch was loaded.</summary>
/// <param name="LibTorchVersion">The version of LibTorch, for example <c>2.10.0</c>.</param>
/// <param name="Repaired">Whether a repaired copy of TorchSharp's native library was needed.</param>
/// <param name="LibraryPath">The file of TorchSharp's native library that was loaded, or null where TorchSharp found it by itself.</param>
/// <param name="Libstdcxx">What was found about the system's C++ library, in a sentence's part.</param>
internal sealed record TorchRuntimeInfo(string LibTorchVersion, bool Repaired, string? LibraryPath, string Libstdcxx);
