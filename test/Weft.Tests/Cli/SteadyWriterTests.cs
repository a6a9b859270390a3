using System.Text;
using Weft.Cli;

namespace Weft.Tests.Cli;

public class SteadyWriterTests
{
    [Fact]
    public void What_is_written_after_the_reader_has_gone_is_lost_without_an_error()
    {
        using var pipe = new Broken { IsOpen = true };
        using var writer = new SteadyWriter(pipe);
        writer.Write("a");
        writer.WriteLine("b");
        writer.Write(['c', 'd', 'e'], 1, 1);
        writer.Write('f');
        writer.WriteLine();
        pipe.IsOpen = false;
        writer.WriteLine("lost");
        writer.Write('x');
        writer.Flush();
        pipe.IsOpen = true;
        // Half a line would be worse than none.
        writer.WriteLine("lost too");

        Assert.Equal($"ab{Environment.NewLine}df{Environment.NewLine}", pipe.Text.ToString());
    }

    private sealed class Broken : TextWriter
    {
        public bool IsOpen { get; set; }

        public StringBuilder Text { get; } = new();

        public override Encoding Encoding => Encoding.ASCII;

        public override void Write(char value)
        {
            if (!IsOpen)
                throw new IOException("Input/output error");
            Text.Append(value);
        }

        public override void Flush()
        {
            if (!IsOpen)
                throw new IOException("Input/output error");
        }
    }
}
