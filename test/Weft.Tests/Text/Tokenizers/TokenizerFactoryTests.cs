using Weft.Foundation;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Text.Tokenizers;

public class TokenizerFactoryTests
{
    [Theory]
    [InlineData("words")]
    [InlineData("blanks")]
    [InlineData("bytes")]
    [InlineData("characters")]
    [InlineData("tiktoken:cl100k_base")]
    public void The_identity_of_a_tokenizer_without_files_is_its_name(string name) => Assert.Equal(name, TokenizerFactory.Create(name).Identity);

    [Theory]
    [InlineData("wrods")]
    [InlineData("auto")]
    [InlineData("bpe")]
    [InlineData("bpe:4000")]
    [InlineData("bpe:")]
    [InlineData("words:x")]
    public void An_unknown_name_is_refused_with_the_choices(string name)
    {
        var error = Assert.Throws<ConfigurationException>(() => TokenizerFactory.Create(name));

        Assert.Equal($"data.tokenizer is {name}; it must be auto, bpe, bpe:SIZE, words, blanks, characters, bytes, tiktoken:NAME, bpe:FOLDER or sentencepiece:FILE.", error.Message);
    }

    [Theory]
    [InlineData("He is <unk> in a well @-@ known place", "blanks")]
    [InlineData("1 @,@ 000 and 2 @.@ 5", "blanks")]
    [InlineData("<unk> <unk> <unk> <unk> <unk> <unk> <unk> <unk> <unk> <unk> in the Penn Treebank", "blanks")]
    [InlineData("The token <unk> stands for words that are not known", null)]
    [InlineData("a well @-@ known man", null)]
    [InlineData("Write to me@-@you", null)]
    [InlineData("", null)]
    public void Marks_of_WikiText_mean_that_the_text_is_divided_into_words_already(string sample, string? expected) =>
        Assert.Equal(expected, TokenizerGuess.From(sample));
}
