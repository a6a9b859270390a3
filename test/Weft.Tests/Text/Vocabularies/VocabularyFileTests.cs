using Weft.Tests.Support;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Vocabularies;

public sealed class VocabularyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_vocabulary_survives_saving_and_loading()
    {
        var saved = new Vocabulary(["<eos>", "naïve", "\"", "<unk>"], "<unk>", "<eos>");
        VocabularyFile.Save(_folder.File("v.json"), saved, "words");
        var (loaded, tokenizer) = VocabularyFile.Load(_folder.File("v.json"));

        Assert.Equal(saved.Hash, loaded.Hash);
        Assert.Equal(saved.UnknownId, loaded.UnknownId);
        Assert.Equal(saved.EndOfTextId, loaded.EndOfTextId);
        Assert.Equal("words", tokenizer);
    }

    [Fact]
    public void A_vocabulary_may_lack_an_unknown_token()
    {
        VocabularyFile.Save(_folder.File("v.json"), new Vocabulary(["a", "<eos>"], null, "<eos>"), "bytes");

        Assert.Null(VocabularyFile.Load(_folder.File("v.json")).Vocabulary.UnknownId);
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 7", "has schema 7; this version of Weft reads 1. Prepare the data again.")]
    [InlineData("\"red\"", "\"blue\"", "was changed: its tokens have the hash")]
    [InlineData("\"red\"", "\"green\"", "is damaged. The vocabulary holds 'green' twice: as 0 and as 1.")]
    [InlineData("\"red\"", "null", "has a hole: there is no token with id 0.")]
    [InlineData("oken\": \"<unk>\"", "oken\": \"<eos>\"", "is damaged. The vocabulary has one token, <eos>, for unknown words and for ends of text.")]
    [InlineData("oken\": \"<unk>\"", "oken\": \"<unx>\"", "is damaged. The vocabulary lacks the token <unx>.")]
    [InlineData("\"red\"", "\"\\ud800\"", "cannot be read: ")]
    [InlineData("\"red\"", "\"\"", "has a hole: there is no token with id 0.")]
    [InlineData("\"tokens\"", "\"tokenz\"", "cannot be read: line")]
    public void A_changed_file_is_refused_with_the_problem(string old, string changed, string expected)
    {
        var path = _folder.File("v.json");
        VocabularyFile.Save(path, new Vocabulary(["red", "green", "<unk>", "<eos>"], "<unk>", "<eos>"), "words");
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, changed, StringComparison.Ordinal));
        var error = Assert.Throws<InvalidDataException>(() => VocabularyFile.Load(path));

        Assert.StartsWith($"The vocabulary {path}", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
