using Weft.Bench.Fuzzing;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tests.Text.Tokenizers;

/// <summary>Two hundred damaged copies of each kind of file: each is read, or refused with a line that names it.</summary>
public sealed class TokenizerFuzzTests : IDisposable
{
    private const int Copies = 200;
    private const long MostBytesEach = 256_000_000;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void Damaged_byte_pair_files(string name)
    {
        BpeFiles.Write(_folder, "<|endoftext|>");
        Fuzz(name, () => Use($"bpe:{_folder.Path}"), mostThatWork: 190);
    }

    [Theory]
    [InlineData(SentencePieceModel.Unigram, false)]
    [InlineData(SentencePieceModel.Unigram, true)]
    [InlineData(SentencePieceModel.Bpe, false)]
    public void Damaged_sentence_piece_models(int modelType, bool hasRules)
    {
        var rules = hasRules ? CharacterRules.LineEndToBlank() : null;
        File.WriteAllBytes(_folder.File("m.model"), SentencePieceModel.Of(SentencePieceModel.TinyPieces, modelType, rules));
        Fuzz("m.model", () => Use($"sentencepiece:{_folder.File("m.model")}"), mostThatWork: 199);
    }

    [Fact]
    public void Damaged_vocabularies()
    {
        VocabularyFile.Save(_folder.File("vocabulary.json"), new Vocabulary(["red", "grün", "\"", "<unk>", "<eos>"], "<unk>", "<eos>"), "words");
        Fuzz("vocabulary.json", () => VocabularyFile.Load(_folder.File("vocabulary.json")), mostThatWork: 60);
    }

    public void Dispose() => _folder.Dispose();

    private static void Use(string name)
    {
        var tokenizer = TokenizerFactory.Create(name);
        var ids = new List<int>();
        tokenizer.Encode("low low\n a  b é", tokenizer.FixedVocabulary!, endsDocument: true, ids);
        Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.FixedVocabulary!.Count - 1));
        tokenizer.Decode(ids.ToArray(), tokenizer.FixedVocabulary!);
    }

    private void Fuzz(string name, Action use, int mostThatWork)
    {
        var path = _folder.File(name);
        var good = File.ReadAllBytes(path);
        var worked = 0;
        foreach (var (number, copy) in ByteMutations.Of(good, Copies, randomSeed: 7).Index())
        {
            File.WriteAllBytes(path, copy);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                use();
                worked++;
            }
            catch (InvalidDataException e)
            {
                Assert.True(e.Message.Contains(_folder.Path, StringComparison.Ordinal) && e.Message.Split('\n').Length <= 2, $"{number}: {e.Message}");
            }
            catch (Exception e)
            {
                Assert.Fail($"Copy {number} of {name} gives a trace: {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytesEach);
        }
        Assert.InRange(worked, 0, mostThatWork);
    }
}
