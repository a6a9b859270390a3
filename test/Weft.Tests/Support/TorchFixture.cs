using Weft.Runtime;
using Weft.Tests.Support;

[assembly: AssemblyFixture(typeof(TorchFixture))]

namespace Weft.Tests.Support;

/// <summary>Loads LibTorch once, before the first test of the assembly.</summary>
public sealed class TorchFixture
{
    public TorchFixture() => TorchRuntime.Load();
}
