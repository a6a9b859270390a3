using Weft.Cli.Arguments;
using Weft.Foundation;

namespace Weft.Tests.Cli;

public class PromptArgumentTests
{
    [Theory]
    [InlineData("The cat\n", "The cat")]
    [InlineData("The cat\r\n", "The cat")]
    [InlineData("two\nlines\n\n", "two\nlines\n")]
    [InlineData("\uFEFFmarked", "marked")]
    [InlineData("-", "-")]
    [InlineData("", "")]
    [InlineData("a\u001b[2J\tb", "a\u001b[2J\tb")]
    public void A_dash_reads_standard_input(string input, string expected) =>
        Assert.Equal(expected, PromptArgument.Read("-", () => new MemoryStream(StrictUtf8.Encoding.GetBytes(input))));

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("the\u001b cat\n")]
    public void Any_other_prompt_is_itself(string prompt) =>
        Assert.Equal(prompt, PromptArgument.Read(prompt, () => throw new InvalidOperationException("Standard input is not to be read.")));

    [Fact]
    public void Standard_input_that_is_not_UTF_8_is_refused_with_the_byte() => Assert.Equal(
        "--prompt -: standard input is not UTF-8 at byte 3.",
        Assert.Throws<InvalidDataException>(() => PromptArgument.Read("-", () => new MemoryStream([97, 98, 0xFF]))).Message);

    [Fact]
    public void Standard_input_without_an_end_is_refused() => Assert.Equal(
        "--prompt - reads at most 16,777,216 bytes of standard input, and there are more.",
        Assert.Throws<InvalidDataException>(() => PromptArgument.Read("-", () => new Endless())).Message);

    private sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => count;
    }
}
