namespace Weft.Tests.Architecture;

/// <summary>
/// What users can name is what they may build on: it changes with thought alone. To approve a change, run these tests with
/// <c>WEFT_APPROVE_SURFACE=1</c>, and read what the change to <c>PublicSurface.txt</c> says.
/// </summary>
public class PublicSurfaceTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "test", "Weft.Tests", "Architecture", "PublicSurface.txt");

    [Fact]
    public void Nothing_is_public_that_was_not_approved()
    {
        var now = PublicSurface.Of(typeof(Weft.Text.Split).Assembly);
        if (Environment.GetEnvironmentVariable("WEFT_APPROVE_SURFACE") == "1")
            File.WriteAllText(Approved, now);

        var (before, after) = (Lines(File.ReadAllText(Approved)), Lines(now));

        Assert.True(before.SequenceEqual(after), string.Join(
            '\n',
            after.Except(before).Select(line => $"added:   {line}")
                .Concat(before.Except(after).Select(line => $"removed: {line}"))
                .Append($"The public surface is not the approved one. To approve it: WEFT_APPROVE_SURFACE=1 {Environment.GetCommandLineArgs()[0]} -class '*PublicSurfaceTests'")));
    }

    [Fact]
    public void A_member_stands_with_its_type_its_signature_and_what_may_be_null()
    {
        var surface = Lines(PublicSurface.Of(typeof(Weft.Text.Split).Assembly));

        Assert.Contains("Weft.Text.Split: Validation = 1", surface);
        Assert.Contains("Weft.Sampling.ISampler: Weft.Sampling.Samples Next(int count, double progress)", surface);
        Assert.Contains("Weft.Sampling.Samples: float[]? Weights { get; init; }", surface);
        Assert.DoesNotContain(surface, line => line.Contains("Weft.Runtime.Memory", StringComparison.Ordinal));
    }

    /// <summary>Each member's line with its type's name before it, so that a line says what changed.</summary>
    private static List<string> Lines(string surface)
    {
        var (lines, type) = (new List<string>(), "");
        foreach (var line in surface.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Zip(
            surface.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            var isMember = line.Second.StartsWith(' ');
            if (!isMember)
                type = line.First.Split(" : ")[0].Split(' ')[^1];
            lines.Add(isMember ? $"{type}: {line.First}" : line.First);
        }
        return lines;
    }
}
