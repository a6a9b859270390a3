using System.Buffers.Binary;
using Tensorboard;
using Weft.Evaluation;
using Weft.Runs.Events;
using Weft.Runs.Logging;
using Weft.Tests.Support;
using Weft.Text;

namespace Weft.Tests.Runs.Logging;

public class TensorBoardLogTests
{
    [Fact]
    public void Every_figure_can_be_read_back()
    {
        using var folder = new TemporaryFolder();
        using (var log = new TensorBoardLog(folder.File("tensorboard"), TimeProvider.System))
        {
            log.On(new StepEvent(7, "full", 5.5, 5.25, 80, 0.5, 1.25, 0.1, 3, 4096));
            log.On(new EvaluationEvent(7, "full", Split.Validation, Best: true, new EvaluationResult(2, 300, "signature", [new("perplexity", 7.5), new("bitsPerByte", null), new("macroF1", 0.125)])));
            log.On(new StepEvent(8, "full", 4.5, 4.25, 80, 0.25, 2.25, 0.2, 4, 2048));
        }

        var events = Read(Assert.Single(Directory.GetFiles(folder.File("tensorboard"), "events.out.tfevents.*")));

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(
            [
                "7 train/loss=5.5 train/nll=5.25 train/rate=0.5 train/gradientNorm=1.25 train/tokensPerSecond=4096",
                "7 validation/loss=2 validation/perplexity=7.5 validation/macroF1=0.125",
                "8 train/loss=4.5 train/nll=4.25 train/rate=0.25 train/gradientNorm=2.25 train/tokensPerSecond=2048",
            ],
            events.Skip(1).Select(e => $"{e.Step} {string.Join(' ', e.Summary.Value.Select(value => $"{value.Tag}={value.SimpleValue}"))}"));
        Assert.All(events, e => Assert.InRange(e.WallTime, 1.7e9, 1e11));
    }

    [Fact]
    public void Steps_of_a_session_that_was_cut_off_are_drawn_once_when_the_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        using (var log = new TensorBoardLog(folder.Path, TimeProvider.System))
        {
            log.On(new BeginEvent(0, "full", Resumed: false));
            LogSteps(log, 1, 8, loss: 1);
        }

        using (var log = new TensorBoardLog(folder.Path, TimeProvider.System))
        {
            log.On(new BeginEvent(5, "full", Resumed: true));
            LogSteps(log, 6, 9, loss: 2);
        }


        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList();
        var curve = Curve(files.SelectMany(Read)).ToList();

        Assert.Equal(2, files.Count);
        Assert.Equal(Enumerable.Range(1, 9).Select(step => (step, step <= 5 ? 1f : 2f)), curve);
    }

    [Fact]
    public void The_independent_checksum_is_that_of_the_standard() => Assert.Equal(0xE3069283, Crc32C("123456789"u8));

    private static void LogSteps(TensorBoardLog log, int first, int last, double loss)
    {
        for (var step = first; step <= last; step++)
            log.On(new StepEvent(step, "full", loss, loss, 80, 0.5, 1.25, 0.1, 3, 4096));
    }

    /// <summary>As TensorBoard's event accumulator reads: a session's start takes away what was said of its step and of later ones.</summary>
    private static List<(int Step, float Loss)> Curve(IEnumerable<Event> events)
    {
        var points = new List<(int Step, float Loss)>();
        foreach (var e in events)
        {
            if (e.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
                points.RemoveAll(point => point.Step >= e.Step);
            else if (e.Summary is { } summary)
                points.Add(((int)e.Step, summary.Value[0].SimpleValue));
        }
        return points;
    }

    private static List<Event> Read(string path)
    {
        var events = new List<Event>();
        for (var rest = File.ReadAllBytes(path).AsSpan(); rest.Length > 0;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            var content = rest.Slice(12, length);
            Assert.Equal(Masked(Crc32C(rest[..8])), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            Assert.Equal(Masked(Crc32C(content)), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event.Parser.ParseFrom(content.ToArray()));
            rest = rest[(16 + length)..];
        }
        return events;
    }

    // As TensorFlow's documentation of the format has it.
    private static uint Masked(uint crc) => ((crc >> 15) | (crc << 17)) + 0xa282ead8U;

    // Bit by bit, with Castagnoli's polynomial.
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
        }
        return ~crc;
    }
}
