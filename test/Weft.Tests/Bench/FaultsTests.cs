using Weft.Tests.Support;

namespace Weft.Tests.Bench;

/// <summary>The campaign of faults: real trainings of two workers. Every stage of writing a checkpoint is tried by <c>bench -- faults</c> itself.</summary>
[Collection(OfOtherProcesses.Tests)]
public sealed class FaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Theory(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    [InlineData("openmpi", "saving-0-3", "SIGKILL, worker 0 while 0 saves, each stage")]
    [InlineData("mpich", "saving-1-4", "SIGKILL, worker 1 while 0 saves, each stage")]
    [InlineData("openmpi", "kill-2", "SIGKILL, any worker at any step")]
    public async Task What_was_killed_ends_with_the_same_bits(string launcher, string only, string row)
    {
        _ = MpiRun.Find(launcher);
        var folder = _folder.File("campaign");
        var (code, output, errors) = await BenchProgram.Run("faults", "--kills", "2", "--launcher", launcher, "--only", only, "--out", folder);

        Assert.True(code == 0, output + errors);
        Assert.Single(output.Split('\n'), line => line.EndsWith(": the same bits", StringComparison.Ordinal));
        Assert.Contains(output.Split('\n'), line => line.StartsWith(row, StringComparison.Ordinal) && line[row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).SequenceEqual(["1", "1"]));
    }

    [Fact(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    public async Task A_campaign_goes_on_where_it_was_and_only_there()
    {
        _ = MpiRun.Find("openmpi");
        var folder = Directory.CreateDirectory(_folder.File("campaign")).FullName;
        File.WriteAllText(Path.Combine(folder, "campaign.json"), """{"launcher":"openmpi","workers":2,"seed":1}""");
        // It was tried, and its bits were the same.
        File.WriteAllText(Path.Combine(folder, "results.jsonl"), """{"name":"saving-0-1","problem":null,"seconds":1}""" + "\n");
        var (code, output, _) = await BenchProgram.Run("faults", "--launcher", "openmpi", "--only", "saving-0-1", "--out", folder);
        Assert.Equal(0, code);
        Assert.DoesNotContain(": the same bits", output);

        var (other, _, errors) = await BenchProgram.Run("faults", "--launcher", "openmpi", "--seed", "2", "--out", folder);
        Assert.Equal(2, other);
        Assert.Contains("--launcher openmpi --workers 2 --seed 1; this one has --launcher openmpi --workers 2 --seed 2", errors);
    }

    public void Dispose() => _folder.Dispose();
}
