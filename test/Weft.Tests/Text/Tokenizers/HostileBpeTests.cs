using Weft.Tests.Support;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Tokenizers;

public sealed class HostileBpeTests : IDisposable
{
    private const string Good = """{"l":0,"o":1,"w":2,"Ġ":3,"lo":4,"low":5,"Ġlow":6}""";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("""{"a":2000000000}""", "gives 'a' the id 2000000000; the ids of 1 tokens must be from 0 to 1,003.")]
    [InlineData("""{"a":0,"b":1008}""", "gives 'b' the id 1008; the ids of 2 tokens must be from 0 to 1,007.")]
    [InlineData("""{"a":-1}""", "gives 'a' the id -1; the ids of 1 tokens must be from 0 to 1,003.")]
    [InlineData("""{"a":0,"b":0}""", "gives 'a' and 'b' the same id, 0.")]
    [InlineData("""{"":0}""", "has an empty token, with the id 0.")]
    [InlineData("{}", "has no tokens.")]
    [InlineData("""{"a":0,"a":1}""", "cannot be read")]
    [InlineData("""{"a":1.5}""", "cannot be read")]
    [InlineData("""{"a":99999999999}""", "cannot be read")]
    [InlineData("""{"a":null}""", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("null", "is empty")]
    [InlineData("", "cannot be read")]
    public void A_wrong_table_is_refused_with_the_file_and_the_problem(string table, string problem) =>
        AssertRefused(table, "", _folder.File("vocab.json"), problem);

    [Fact]
    public void Ids_up_to_the_bound_may_have_holes()
    {
        var tokenizer = Load("""{"a":0,"b":1007,"<|5|>":7}""", "");

        Assert.Equal(1009, tokenizer.FixedVocabulary!.Count); // and <eos>
        Assert.Equal(["<<|5|>>", "<|6|>", "<|5|>"], Enumerable.Range(5, 3).Select(id => tokenizer.FixedVocabulary[id]));
    }

    [Theory]
    [InlineData("l o\nlow\n", "line 2: it must be two tokens with one blank between them, not 'low'.")]
    [InlineData("l o w\n", "line 1: it must be two tokens with one blank between them, not 'l o w'.")]
    [InlineData("#version: 0.2\n\nl  o\n", "line 3: it must be two tokens")]
    [InlineData("l x\n", "line 1: it needs the token 'x', which is not in vocab.json.")]
    [InlineData("o w\n", "line 1: it needs the token 'ow', which is not in vocab.json.")]
    [InlineData("l o\nlo w\nl o\n", "line 3: it repeats line 1: 'l o'.")]
    public void Wrong_merges_are_refused_with_the_file_and_the_line(string merges, string problem) =>
        AssertRefused(Good, merges, _folder.File("merges.txt"), problem);

    [Fact]
    public void Merges_that_are_not_UTF_8_are_refused_with_the_byte()
    {
        _folder.Write("vocab.json", Good);
        File.WriteAllBytes(_folder.File("merges.txt"), [.. "l o\n"u8, 0xFF]);

        Assert.Equal(
            $"The merges {_folder.File("merges.txt")} are not UTF-8: byte 5 is wrong.",
            Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"bpe:{_folder.Path}")).Message);
    }

    [Fact]
    public void A_byte_without_a_token_is_refused_and_not_dropped()
    {
        var tokenizer = Load(Good, "l o\n");
        var error = Assert.Throws<InvalidDataException>(() => Tokens.Encode(tokenizer, "low z"));

        Assert.Equal($"The tokenizer {_folder.File("vocab.json")} has no token for the byte 0x7A, of the character 'z' in the text; take one that has all 256.", error.Message);
        Assert.Equal("low lo\n", Tokens.RoundTrip(tokenizer, "low lo"));
    }

    [Fact]
    public void A_table_beyond_every_real_one_is_not_read()
    {
        using (var file = File.Create(_folder.File("vocab.json")))
            file.SetLength((1 << 26) + 1);
        _folder.Write("merges.txt", "");

        Assert.EndsWith(
            "has 67,108,865 bytes; at most 67,108,864 are read.",
            Assert.Throws<InvalidDataException>(() => TokenizerFactory.Create($"bpe:{_folder.Path}")).Message);
    }

    public void Dispose() => _folder.Dispose();

    private ITokenizer Load(string table, string merges)
    {
        _folder.Write("vocab.json", table);
        _folder.Write("merges.txt", merges);
        return TokenizerFactory.Create($"bpe:{_folder.Path}");
    }

    private void AssertRefused(string table, string merges, string file, string problem)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(table, merges));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
