using System.Text.Json;
using Weft.Foundation;

namespace Weft.Tests.Support;

/// <summary>Verbs on a tiny corpus and model, with a cache of the test's own.</summary>
internal sealed class TinyCommands : IDisposable
{
    private const string Cache = "WEFT_CACHE";

    private readonly TinyTraining _tiny = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable(Cache);

    public TinyCommands()
    {
        Environment.SetEnvironmentVariable(Cache, _tiny.Cache);
        Config = _tiny.Folder("tiny.json");
        WeftJson.WriteFile(Config, _tiny.Options);
    }

    /// <summary>The options of a tiny model, as a file.</summary>
    public string Config { get; }

    public string Source => _tiny.Source;

    public string CacheFolder => _tiny.Cache;

    public string Folder(string name) => _tiny.Folder(name);

    /// <summary>Trains with the tiny options and whatever is given besides.</summary>
    public (int ExitCode, string Output, string Errors) Train(string name, params string[] more) =>
        CommandLine.Run(["train", Config, "--out", Folder(name), .. more]);

    /// <summary>Trains, and fails the test where that fails.</summary>
    public string Trained(string name, params string[] more)
    {
        var (code, output, errors) = Train(name, more);
        Assert.True(code == 0, output + errors);
        return Folder(name);
    }

    /// <summary>The object on the last line of standard output.</summary>
    public static JsonElement LastLine(string output) => JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Cache, _cacheBefore);
        _tiny.Dispose();
    }
}
