using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading.Records;

public sealed class ConlluReaderTests
{
    [Fact]
    public void A_sentence_is_a_line_of_words_with_tags()
    {
        var text = """
            # sent_id = 1
            # text = Don't wait.
            1-2	Don't	_	_	_	_	_	_	_	_
            1	Do	do	AUX	VBP	_	3	aux	_	_
            2	n't	not	PART	RB	_	3	advmod	_	_
            2.1	you	you	PRON	_	_	_	_	_	_
            3	wait	wait	VERB	VB	_	0	root	_	_


            1	_	_	SYM	_	_	0	root	_	_
            2	10 000	10000	NUM	CD	_	1	nummod	_	_
            """ + "\n";

        Assert.Equal(["Do_AUX n't_PART wait_VERB\n", "__SYM 10\u00A0000_NUM\n"], Read(text, "_"));
        Assert.Equal(["Do n't wait\n", "_ 10\u00A0000\n"], Read(text, null));
        // Without a line's end at the end, and with blank lines before.
        Assert.Equal(["Do_AUX\n"], Read("\n\n1\tDo\tdo\tAUX\t_\t_\t_\t_\t_\t_", "_"));
        Assert.Empty(Read("# nothing\n\n", "_"));
        Assert.All(new ConlluReader("a.conllu", "_").Read(new StringReader(text)), piece => Assert.True(piece.StartsDocument));
    }

    [Theory]
    [InlineData("1\tDo\tdo\tAUX", "line 2 has 4 columns, and CoNLL-U has 10 with tabs between.")]
    [InlineData("a line of text", "line 2 has 1 column, and CoNLL-U has 10 with tabs between.")]
    [InlineData("one\tDo\tdo\tAUX\t_\t_\t_\t_\t_\t_", "line 2 begins with 'one', which is no number of a word.")]
    [InlineData("1-\tDo\tdo\tAUX\t_\t_\t_\t_\t_\t_", "line 2 begins with '1-', which is no number of a word.")]
    [InlineData("2\tDo\tdo\tAUX\t_\t_\t_\t_\t_\t_", "line 2 is word 2 of its sentence, and word 1 should stand there. Sentences have a blank line between them.")]
    [InlineData("1\t\tdo\tAUX\t_\t_\t_\t_\t_\t_", "line 2 has no form in its second column.")]
    [InlineData("1\tDo\tdo\t_\t_\t_\t_\t_\t_\t_", "line 2 has the tag '_' in its fourth column, which is no part of speech.")]
    [InlineData("1\tDo\tdo\tA_B\t_\t_\t_\t_\t_\t_", "line 2 has the tag 'A_B' in its fourth column, which is no part of speech.")]
    public void A_broken_line_is_named_with_its_file(string line, string problem) => Assert.Equal(
        $"a.conllu, {problem} Mend the line, or take its sentence out.",
        Assert.Throws<InvalidDataException>(() => Read($"# one\n{line}\n", "_")).Message);

    private static IEnumerable<string> Read(string text, string? separator) =>
        [.. new ConlluReader("a.conllu", separator).Read(new StringReader(text)).Select(piece => piece.Text)];
}
