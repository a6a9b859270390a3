
namespace Weft.Runs.Checkpoints;

/// <summary>Says what a checkpoint holds; written last, so that a checkpoint without it is not one.</summary>
internal sealed record CheckpointManifest
{
    /// <summary>The version that this code writes.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The oldest version that this code reads: without <c>origin.json</c>.</summary>
    public const int OldestVersion = 2;

    public required int SchemaVersion { get; init; }

    public required long Step { get; init; }

    /// <summary>The model's shape and vocabulary: <see cref="Tasks.ModelFingerprint"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Name to SHA-256 of each file.</summary>
    public required SortedDictionary<string, string> Files { get; init; }
}
