using System.CommandLine;
using System.Text.Json;
using Weft.Cli;
using Weft.Runtime.Doctor;

namespace Weft.Tests.Cli;

public class DoctorCommandTests
{
    [Fact]
    public void A_remedy_stands_beneath_its_check()
    {
        using var writer = new StringWriter();

        DoctorCommand.WriteLines(new DoctorReport(
        [
            DoctorCheck.Fine("threads", "2 of [2] cores"),
            DoctorCheck.Advised("disk", "0.1 GB free", ok: false, "Free some space."),
            DoctorCheck.Required("run folder", "cannot be written", ok: false, "Start elsewhere."),
        ]), writer);

        Assert.Equal(
            """
            ok    threads       2 of [2] cores
            note  disk          0.1 GB free
                  Free some space.
            fails run folder    cannot be written
                  Start elsewhere.
            Training cannot work here.

            """, writer.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Json_is_the_last_line_of_standard_output()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = DoctorCommand.Create().Parse(["--json"]).Invoke(new InvocationConfiguration { Output = output, Error = errors });

        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal(0, code);
        Assert.True(json.RootElement.GetProperty("canTrain").GetBoolean());
        Assert.Contains(
            json.RootElement.GetProperty("checks").EnumerateArray(), check => check.GetProperty("finding").GetString() == "2.10.0");
        Assert.EndsWith("Training can work here.", errors.ToString().TrimEnd(), StringComparison.Ordinal);
    }
}
