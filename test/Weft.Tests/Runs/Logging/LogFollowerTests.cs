using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Runs.State;
using Weft.Tests.Runs.Events;
using Weft.Tests.Support;

namespace Weft.Tests.Runs.Logging;

public sealed class LogFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LogFollower _follower;

    public LogFollowerTests() => _follower = RunLog.Follow(_folder.Path);

    private string Log => _folder.File("metrics.jsonl");

    [Fact]
    public void Every_event_comes_once_in_the_order_in_which_it_was_written()
    {
        Assert.Empty(_follower.Next());
        using var log = new RunLog(_folder.Path, new TrainingState());
        Assert.Empty(_follower.Next());
        var heard = new List<TrainingEvent>();
        foreach (var (place, (happened, _, _)) in SampleEvents.All.Index())
        {
            log.Write(happened);
            // Sometimes one, sometimes several at once.
            if (place % 3 == 0)
                heard.AddRange(_follower.Next());
        }
        heard.AddRange(_follower.Next());

        Assert.Equal(SampleEvents.All.Select(sample => sample.Event), heard);
        Assert.Empty(_follower.Next());
    }

    [Fact]
    public void Of_a_line_that_is_being_written_nothing_comes_until_it_has_its_end()
    {
        var line = Line(1) + Line(2);
        for (var length = 1; length < line.Length; length++)
        {
            File.WriteAllText(Log, line[..length]);
            Assert.Equal(length == Line(1).Length ? [1] : [], Steps());
        }
        File.WriteAllText(Log, line);
        Assert.Equal([2], Steps());
    }

    [Fact]
    public void Nothing_is_read_where_nothing_was_written()
    {
        File.WriteAllText(Log, Line(1));
        Assert.Equal([1], Steps());

        // Of the same length: who looks into the file again sees another line.
        File.WriteAllText(Log, Line(7));
        Assert.Empty(Steps());
    }

    [Fact]
    public void A_line_that_was_cut_off_when_its_process_was_killed_is_passed_over()
    {
        File.WriteAllText(Log, Line(1) + """{"kind":"st""" + "\n" + "nonsense\n" + Line(2));

        Assert.Equal([1, 2], Steps());
    }

    [Fact]
    public void Of_a_training_that_goes_on_all_comes_again()
    {
        File.WriteAllText(Log, Line(1) + Line(2) + Line(3) + """{"kind":"st""");
        Assert.Equal([1, 2, 3], Steps());

        File.WriteAllText(Log, Line(1) + Line(2));
        Assert.Equal([1, 2], Steps());
        // Cut off and already longer than before.
        File.WriteAllText(Log, Line(1) + Line(12) + Line(13));
        Assert.Equal([1, 12, 13], Steps());
        File.Delete(Log);
        Assert.Empty(Steps());
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<int> Steps() => [.. _follower.Next().Select(happened => (int)happened.Step)];

    private static string Line(int step) => $$"""{"kind":"step","step":{{step}},"phase":"full","loss":6.5,"progress":0.5}""" + "\n";
}
