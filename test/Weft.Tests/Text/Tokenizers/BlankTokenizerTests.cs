using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Tokenizers;

public class BlankTokenizerTests
{
    private static readonly BlankTokenizer Blanks = new();

    [Theory]
    [InlineData(" = Title = \n \n The <unk> , 1 @,@ 000 .\n", "= Title = <eos> <eos> The <unk> , 1 @,@ 000 . <eos>")]
    [InlineData("a\tb  c", "a b c <eos>")]
    [InlineData("a\n\nb\n", "a <eos> <eos> b <eos>")]
    [InlineData("\n", "<eos>")]
    [InlineData("", "")]
    public void Every_line_ends_with_an_end_of_text(string text, string expected) => Assert.Equal(expected, Tokens.Of(Blanks, text));

    [Theory]
    [InlineData("The well @-@ known 1 @,@ 000 men ( 3 @.@ 5 % ) came .\n", "The well-known 1,000 men (3.5%) came.\n")]
    [InlineData("He said , \" Go ! \" and it 's done ; \" yes \" .\n", "He said, \"Go!\" and it's done; \"yes\".\n")]
    [InlineData("an open \" quote\nends with its line \" here \"\n", "an open \"quote\nends with its line \"here\"\n")]
    public void Decoding_writes_English_as_it_is_written(string text, string expected) => Assert.Equal(expected, Tokens.RoundTrip(Blanks, text));
}
