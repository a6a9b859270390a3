using Weft.Workers.Launching;

namespace Weft.Tests.Workers.Launching;

public class JobLinesTests
{
    [Fact]
    public void What_the_launcher_logs_of_itself_is_shown_only_where_nobody_else_says_anything()
    {
        var shown = new List<string>();
        var lines = new JobLines(new JobListener(_ => { }, shown.Add));
        lines.Take("[vm:00582] [[28344,0],0] ORTE_ERROR_LOG: Out of resource in file ../../../orte/util/show_help.c at line 507");

        Assert.Empty(shown);
        Assert.StartsWith("[vm:00582]", lines.OfLauncher);
        lines.Take("worker 1: [1] is not a number.");
        Assert.Equal(["worker 1: [1] is not a number."], shown);
        Assert.Null(lines.OfLauncher);
    }
}
