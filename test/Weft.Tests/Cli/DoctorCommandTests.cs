using System.Text.Json;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public class DoctorCommandTests
{
    [Fact]
    public void Every_check_has_a_line_and_json_is_the_last_line_of_standard_output()
    {
        var (code, output, errors) = CommandLine.Run("doctor", "--json");

        using var json = JsonDocument.Parse(output);
        var checks = json.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(0, code);
        Assert.True(json.RootElement.GetProperty("canTrain").GetBoolean());
        Assert.Contains(checks, check => check.GetProperty("finding").GetString() == "2.10.0");
        Assert.All(checks, check => Assert.Contains(check.GetProperty("finding").GetString()!, errors));
        Assert.EndsWith("Training can work here.", errors.TrimEnd(), StringComparison.Ordinal);
    }
}
