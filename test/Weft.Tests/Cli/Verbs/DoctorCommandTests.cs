using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public class DoctorCommandTests
{
    [Fact]
    public void Every_check_has_a_line_and_json_is_the_last_line_of_standard_output()
    {
        using var cache = new TemporaryCache();
        var (code, output, errors) = CommandLine.Run("doctor", "--json");

        using var json = JsonDocument.Parse(output);
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(0, code);
        Assert.True(json.RootElement.GetProperty("canTrain").GetBoolean());
        Assert.Contains(checks, check => check.GetProperty("finding").GetString() == "2.10.0");
        Assert.All(checks, check => Assert.Contains(check.GetProperty("finding").GetString()!, errors));
        Assert.Contains(checks, check => check.GetProperty("finding").GetString()!.Contains(cache.Path + "/calibration/"));
        Assert.EndsWith("Training can work here.", errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_is_measured_anew_on_request_alone()
    {
        using var cache = new TemporaryCache();
        CommandLine.Run("doctor");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(cache.Path, "calibration")));
        // A speed that no machine has: it stays until the machine is measured again.
        File.WriteAllText(file, System.Text.RegularExpressions.Regex.Replace(
            File.ReadAllText(file), "\"float32\": [^,]*,", "\"float32\": 123456789,", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));

        Assert.Contains("123456789 GFLOP/s a thread in float32", CommandLine.Run("doctor").Output);
        Assert.DoesNotContain("123456789", CommandLine.Run("doctor", "--autotune").Output);
        Assert.DoesNotContain("123456789", CommandLine.Run("doctor").Output);
    }
}
