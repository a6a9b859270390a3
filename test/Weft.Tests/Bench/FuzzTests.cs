using Weft.Bench.Fuzzing;
using Weft.Tests.Support;

namespace Weft.Tests.Bench;

public sealed class FuzzTests : IDisposable
{
    private const int Files = 200;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Readers => [.. ReaderTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_damaged_file_is_read_or_refused_in_bounded_time_and_memory(string reader)
    {
        var target = ReaderTargets.All.Single(target => target.Name == reader);
        var good = _folder.File(target.FileName);
        File.WriteAllBytes(good, target.Good);
        target.Read(good);

        var result = FuzzRun.Of(target, _folder.Path, Files, seed: 12);

        Assert.Empty(result.Failures);
        Assert.Equal(Files, result.Files);
        Assert.InRange(result.Refused, 1, Files);
    }

    [Fact]
    public void Another_exception_and_much_memory_are_failures()
    {
        var throws = new FuzzTarget("throws", "a", [1, 2, 3], _ => throw new InvalidOperationException("no"));
        var takes = new FuzzTarget("takes", "a", [1, 2, 3], _ =>
        {
            for (var i = 0; i < 3; i++)
                GC.KeepAlive(GC.AllocateUninitializedArray<byte>(1 << 30));
        });

        Assert.Equal(3, FuzzRun.Of(throws, _folder.Path, 3, 1).Failures.Count);
        Assert.Contains("it took", Assert.Single(FuzzRun.Of(takes, _folder.Path, 1, 1).Failures));
    }

    public void Dispose() => _folder.Dispose();
}
