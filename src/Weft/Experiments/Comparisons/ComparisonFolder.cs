using Weft.Experiments.Comparisons.Planning;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runs;

namespace Weft.Experiments.Comparisons;

/// <summary>The folder of a comparison, held by one process at a time; docs/formats.md describes its files.</summary>
internal sealed class ComparisonFolder : IDisposable
{
    private readonly string _path;
    private readonly IDisposable _lock;

    private ComparisonFolder(string path, IDisposable held) => (_path, _lock) = (path, held);

    private string RecordFile => At("compare.json");

    /// <summary>Opens a comparison, or makes its folder.</summary>
    /// <exception cref="ConfigurationException">There is something else there.</exception>
    /// <exception cref="IOException">Another process has it.</exception>
    public static ComparisonFolder Enter(string path)
    {
        var isTaken = File.Exists(path) || (Directory.Exists(path)
            && !File.Exists(Path.Combine(path, "compare.json"))
            && Directory.EnumerateFileSystemEntries(path).Any(entry => Path.GetFileName(entry) != RunLock.FileName));
        if (isTaken)
            throw new ConfigurationException($"{path} exists and is no comparison: it has no compare.json. Name another folder with --out.");
        Durable.CreateFolder(path);
        var held = RunLock.Take(path, file => $"Another comparison is under way in {path}: it holds the lock {file}.{Environment.NewLine}Wait for its end, or stop it.");
        return new ComparisonFolder(path, held);
    }

    /// <summary>A file of the comparison.</summary>
    public string At(string name) => Path.Combine(_path, name);

    /// <summary>Resolves arms and notes them; they must be what they were before.</summary>
    /// <exception cref="ConfigurationException">An arm has changed.</exception>
    public IReadOnlyList<ComparisonArm> Admit(IReadOnlyList<ComparisonArm> arms, ArmResolver resolver, CancellationToken stop)
    {
        var record = File.Exists(RecordFile)
            ? WeftJson.ReadFile<ComparisonRecord>(RecordFile, "record of the comparison")
            : new ComparisonRecord(ComparisonRecord.Version, ArmResolver.DecideRuntime(arms[0].Options.Runtime), []);
        if (record.Schema != ComparisonRecord.Version)
            throw new InvalidDataException($"{RecordFile} has the schema {record.Schema}; this Weft reads {ComparisonRecord.Version}.");
        var resolved = arms.Select(arm => resolver.Resolve(arm, record.Runtime, stop)).ToList();
        WeftJson.WriteFile(RecordFile, record.With(resolved, _path));
        return resolved;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
