using Weft.Examples;
using Weft.Tests.Support;

namespace Weft.Tests;

/// <summary>Each example trains, on a text that takes a second.</summary>
public sealed class ExamplesTests : IDisposable
{
    private readonly TinyTraining _tiny = new();
    private readonly TemporaryCache _cache = new();

    public ExamplesTests()
    {
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_DATA", _tiny.Source);
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_STEPS", "6");
    }

    public static TheoryData<string> Names => [.. Programs.Keys];

    private static Dictionary<string, Action<string>> Programs { get; } = new(StringComparer.Ordinal)
    {
        ["ten-lines"] = TenLines.Run,
        ["texts"] = TextsInMemory.Run,
        ["tokenizer"] = OwnTokenizer.Run,
        ["reader"] = OwnReader.Run,
        ["sampler"] = OwnSampler.Run,
        ["schedule"] = OwnSchedule.Run,
        ["listener"] = OwnListener.Run,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_trains(string name)
    {
        var run = _tiny.Folder(name);

        Programs[name](run);

        Assert.True(File.Exists(Path.Combine(run, "DONE")));
    }

    [Fact]
    public async Task The_example_that_stops_goes_on_to_its_end()
    {
        await StopAndResume.RunAsync(_tiny.Folder("resume"));

        Assert.True(File.Exists(_tiny.Folder("resume/DONE")));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_DATA", null);
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_STEPS", null);
        _cache.Dispose();
        _tiny.Dispose();
    }
}
