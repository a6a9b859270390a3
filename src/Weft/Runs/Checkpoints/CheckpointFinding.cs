
namespace Weft.Runs.Checkpoints;

/// <summary>A checkpoint that can be used, or why it cannot.</summary>
internal sealed record CheckpointFinding
{
    /// <summary>It can be used.</summary>
    public CheckpointFinding(Checkpoint checkpoint) => Checkpoint = checkpoint;

    /// <summary>It cannot.</summary>
    /// <param name="problem">Why, in a sentence.</param>
    /// <param name="remedy">What to do where no other can be used; null where the caller knows.</param>
    public CheckpointFinding(string problem, string? remedy = null) => (Problem, Remedy) = (problem, remedy);

    /// <summary>The checkpoint, or null.</summary>
    public Checkpoint? Checkpoint { get; }

    /// <summary>Why it cannot be used; empty where it can.</summary>
    public string Problem { get; } = "";

    /// <summary>What to do about it, where it is not damaged but of another model or version.</summary>
    public string? Remedy { get; }

    /// <summary>The finding of a checkpoint that is whole and of another model or version; null where it is of neither.</summary>
    public static CheckpointFinding? ForeignOf(string path, CheckpointManifest manifest, string fingerprint)
    {
        if (manifest.SchemaVersion is < CheckpointManifest.OldestVersion or > CheckpointManifest.CurrentVersion)
        {
            return new CheckpointFinding(
                $"The checkpoint {path} has version {manifest.SchemaVersion}; this Weft reads {CheckpointManifest.OldestVersion} to {CheckpointManifest.CurrentVersion}.",
                "Use the Weft that made it, or train anew.");
        }
        return manifest.Model == fingerprint ? null : new CheckpointFinding(
            $"The checkpoint {path} belongs to another model: its shape or vocabulary is not that of this run.",
            "Put the run's own checkpoint, config.json and vocabulary.json back.");
    }
}
