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
        ["labels"] = LabelsInMemory.Run,
        ["pairs"] = PairsInMemory.Run,
        ["tags"] = TagsInMemory.Run,
        ["translations"] = TranslationsInMemory.Run,
        ["answers"] = AnswersInMemory.Run,
        ["captions"] = CaptionsOfPictures.Run,
        ["tokenizer"] = OwnTokenizer.Run,
        ["reader"] = OwnReader.Run,
        ["sampler"] = OwnSampler.Run,
        ["schedule"] = OwnSchedule.Run,
        ["task"] = OwnTask.Run,
        ["metric"] = OwnMetric.Run,
        ["listener"] = OwnListener.Run,
        ["workers"] = SeveralWorkers.Run,
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

    [Fact]
    public async Task The_web_service_writes_for_several_at_once()
    {
        var run = _tiny.Folder("run");
        TenLines.Run(run);
        await using var service = WebService.Build(run, "http://127.0.0.1:0");
        await service.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.First()) };

        var texts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetStringAsync("/write?prompt=the%20cat", TestContext.Current.CancellationToken)));

        // The same seed for all: had they come into each other's way, they would differ.
        Assert.StartsWith("the cat", texts[0], StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Equal(texts[0], text));
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_page_of_the_front_door_names_every_example()
    {
        var page = File.ReadAllText(Path.Combine(Architecture.Repository.Root, "docs", "csharp.md"));
        var programs = Directory.GetFiles(Path.Combine(Architecture.Repository.Root, "examples"), "*.cs").Select(Path.GetFileName)
            .Where(name => name is not ("Program.cs" or "Example.cs")).ToList();

        Assert.Equal(18, programs.Count);
        Assert.All(programs, name => Assert.Contains($"(../examples/{name})", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_lines_of_the_page_are_those_of_the_example()
    {
        var page = File.ReadAllText(Path.Combine(Architecture.Repository.Root, "docs", "csharp.md"));
        var example = File.ReadAllLines(Path.Combine(Architecture.Repository.Root, "examples", "TextsInMemory.cs"));

        Assert.All(example.SkipWhile(line => !line.Contains("using var model", StringComparison.Ordinal)).TakeWhile(line => line.Trim() != "}").Select(line => line.Trim()),
            line => Assert.Contains(line, page, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_DATA", null);
        Environment.SetEnvironmentVariable("WEFT_EXAMPLE_STEPS", null);
        _cache.Dispose();
        _tiny.Dispose();
    }
}
