using System.Text.Json;
using Weft.Foundation;

namespace Weft.Bench.Faults;

/// <summary>What a campaign keeps, so that one that was stopped goes on where it was: a line of JSON for each fault that was tried.</summary>
internal sealed class CampaignFolder
{
    private readonly string _results;

    /// <summary>Opens the folder, or makes it.</summary>
    /// <exception cref="ConfigurationException">It is another campaign's.</exception>
    public CampaignFolder(string path, CampaignSettings settings)
    {
        FullPath = Directory.CreateDirectory(path).FullName;
        _results = Path.Combine(FullPath, "results.jsonl");
        var file = Path.Combine(FullPath, "campaign.json");
        if (!File.Exists(file))
            WeftJson.WriteFile(file, settings);
        if (WeftJson.ReadFile<CampaignSettings>(file, "campaign") is var before && before != settings)
            throw new ConfigurationException($"{FullPath} holds a campaign with {before}; this one has {settings}. Name another folder with --out.");
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The last result of each fault that was tried.</summary>
    public Dictionary<string, FaultResult> Read() => !File.Exists(_results) ? []
        : File.ReadLines(_results).Select(line => JsonSerializer.Deserialize<FaultResult>(line, WeftJson.OneLine)!)
            .GroupBy(result => result.Name).ToDictionary(results => results.Key, results => results.Last());

    /// <summary>Keeps one.</summary>
    public void Add(FaultResult result) => File.AppendAllLines(_results, [JsonSerializer.Serialize(result, WeftJson.OneLine)]);
}

/// <summary>What must be the same where a campaign goes on.</summary>
internal sealed record CampaignSettings(string Launcher, int Workers, long Seed)
{
    /// <inheritdoc/>
    public override string ToString() => $"--launcher {Launcher} --workers {Workers} --seed {Seed}";
}
