using TorchSharp;
using Weft.Data;
using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks;
using Weft.Tasks.Tagging;
using Weft.Text;
using Weft.Text.Ngrams;
using Weft.Text.Tokenizers;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>Sentences as examples, by hand; padding that changes nothing; predictions that read sentences as they were prepared.</summary>
public sealed class TaggingTaskTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TaggedStore _tagged = new(TaggedStore.Sentences);

    [Fact]
    public void Sentences_and_their_pieces_are_examples_by_their_length()
    {
        var sentences = TaggingTask.ExamplesOf(_tagged.Store, Setup());

        // "it" and "Lee" with an end; two pieces of the longest, of 4 and 3 tokens; "Rome saw it" with an end; and the first, whose end is a piece of its own without a word.
        Assert.Equal((6L, 15L), (sentences.Count, sentences.TargetsInEpoch));
        Assert.Equal([1, 1, 2, 4, 3, 4], Enumerable.Range(0, 6).Select(example => sentences.TargetsOf(7, example)));
        Assert.Equal("Ann Lee saw Rome", sentences.Excerpt(3));
        Assert.Equal(1, sentences.Cut);
        Assert.Equal(["O", "B-PER", "B-LOC", "I-PER"], _tagged.Store.OwnTagNames);
        Assert.Equal([8L, 3, 3, 1], sentences.CountClasses(4));
        Assert.Equal(6, sentences.Difficulties().Length);
        Assert.Equal("1 sentence of the training split is longer than training.context, 4 tokens, and cut into pieces.", TaggingTask.NoteOf(_tagged.Store, sentences, 4));
    }

    [Theory]
    [InlineData(PaddingSide.Right, new long[] { 0, -100, -100, -100, 1, 3, 0, 2 })]
    [InlineData(PaddingSide.Left, new long[] { -100, -100, 0, -100, 1, 3, 0, 2 })]
    public void Words_have_targets_and_ends_and_padding_have_none(PaddingSide side, long[] expected)
    {
        var buffer = new BatchBuffer();

        TaggingTask.ExamplesOf(_tagged.Store, Setup() with { Padding = side }).Read(new Samples(0, [0, 3]), buffer);

        Assert.Equal(expected, buffer.ToBatch(CPU).Targets.data<long>().ToArray());
    }

    [Theory]
    [InlineData(PaddingSide.Right, false)]
    [InlineData(PaddingSide.Left, false)]
    [InlineData(PaddingSide.Right, true)]
    [InlineData(PaddingSide.Left, true)]
    public void Padding_changes_neither_losses_nor_tags(PaddingSide side, bool hasNgrams)
    {
        var setup = Setup(8) with { Padding = side, Ngrams = hasNgrams ? _tagged.Ngrams : null };
        using var task = _tagged.CreateTask(setup);
        var alone = Enumerable.Range(0, (int)task.Examples.Count).Select(example => task.Measure(Batch(task, example))).ToList();
        var together = task.Measure(Batch(task, [.. Enumerable.Range(0, (int)task.Examples.Count).Select(example => (long)example)]));

        Assert.Equal(alone.Sum(one => one.Loss), together.Loss, 1e-4);
        Assert.Equal(alone.Sum(one => one.Targets), together.Targets);
        var tagger = new TextTagger((TransformerModel)task.Model, new BlankTokenizer(), _tagged.Store.Vocabulary, _tagged.Store.OwnTagNames, setup);
        string[] texts = ["it", "Ann Lee saw Rome it", "", "Rome saw"];
        foreach (var (words, text) in tagger.Predict(texts).Zip(texts))
        {
            var own = tagger.Predict(text);
            Assert.Equal(own.Select(word => (word.Word, word.Tag)), words.Select(word => (word.Word, word.Tag)));
            Assert.All(own.Zip(words), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-6));
        }
    }

    [Theory]
    [InlineData("blanks")]
    [InlineData("characters")]
    [InlineData("bpe:270")]
    public void A_sentence_that_is_predicted_is_read_as_those_that_were_prepared(string tokenizer)
    {
        using var tagged = new TaggedStore(tokenizer, TaggedStore.Sentences);
        using var task = tagged.CreateTask(Setup(40));
        var model = (TransformerModel)task.Model;
        var own = TokenizerFactory.Create(tagged.Store.TokenizerFolder is { } folder ? $"bpe:{folder}" : tokenizer);
        var words = new TextTagger(model, own, tagged.Store.Vocabulary, tagged.Store.OwnTagNames, Setup(40)).Predict("Ann  Lee\tsaw Rome\n");

        // The same sentence of the corpus: what the model makes of each token that has a target.
        using var frozen = no_grad();
        var example = Enumerable.Range(0, (int)task.Examples.Count).First(number => task.Examples.Excerpt(number).Replace(" ", "", StringComparison.Ordinal).Contains("Le", StringComparison.Ordinal)
            && task.Examples.TargetsOf(0, number) == 4);
        var batch = Batch(task, example).Buffer.ToBatch(CPU);
        var probabilities = model.Output.Logits(model.Hidden(batch).flatten(0, 1)).softmax(-1);
        var places = batch.Targets.data<long>().ToArray().Index().Where(target => target.Item >= 0).Select(target => target.Index).ToList();
        var best = places.Select(place => probabilities[place].data<float>().ToArray()).ToList();

        Assert.Equal(["Ann", "Lee", "saw", "Rome"], words.Select(word => word.Word));
        Assert.Equal(best.Select(all => tagged.Store.OwnTagNames[Array.IndexOf(all, all.Max())]), words.Select(word => word.Tag));
        Assert.All(best.Zip(words), pair => Assert.Equal(pair.First.Max(), pair.Second.Probability, 1e-5));
    }

    [Theory]
    [InlineData(PaddingSide.Right)]
    [InlineData(PaddingSide.Left)]
    public void The_n_grams_of_a_word_stand_at_its_first_token(PaddingSide side)
    {
        using var tagged = new TaggedStore("characters", [.. TaggedStore.Sentences.Select(sentence => (sentence.Text.Replace("Lee_", "Le_", StringComparison.Ordinal), sentence.Split))]);
        var finder = new HashedNgrams(1000, Words: 2, Letters: 3);
        var sentences = TaggingTask.ExamplesOf(tagged.Store, Setup(40) with { Padding = side, Ngrams = new WordNgrams(finder, new CharacterTokenizer(), tagged.Store.Vocabulary) });
        var buffer = new BatchBuffer();
        // "it" and "Le", four tokens each with a blank before and the end; and "Rome saw it".
        sentences.Read(new Samples(0, [0, 2]), buffer);
        var bags = buffer.Ngrams!;

        Assert.Equal(2 * buffer.Time, bags.Count);
        int[] filled = [.. Enumerable.Range(0, bags.Count).Where(bag => bags.Ends[bag] > (bag > 0 ? bags.Ends[bag - 1] : 0))];
        Assert.Equal([side == PaddingSide.Left ? buffer.Time - 4 : 0, buffer.Time, buffer.Time + 5, buffer.Time + 9], filled);
        Assert.Equal(finder.Of("it").Concat(finder.Of("Rome")).Concat(finder.Of("saw")).Concat(finder.Of("it")).Select(id => (long)id), bags.Ids);
    }

    [Fact]
    public void One_tag_alone_teaches_nothing_and_too_few_sentences_fill_no_batch()
    {
        using var alike = new TaggedStore([.. TaggedStore.Sentences.Select(sentence => (string.Join(' ', sentence.Text.Trim().Split(' ').Select(word => word.Split('_')[0] + (word.Length > 0 ? "_X" : ""))) + "\n", sentence.Split))]);

        Assert.Equal(
            $"All words have the tag 'X': there is nothing to tell apart.{Environment.NewLine}"
            + "The tag of a word is what follows the last '_' in it (data.tagSeparator). Give text with other tags too.",
            Assert.Throws<InvalidDataException>(() => TaggingTask.ExamplesOf(alike.Store, Setup())).Message);
        Assert.Equal(
            $"The training split has 6 sentences; one batch takes 7.{Environment.NewLine}Give more text, lower training.batch, or check data.documents: a line is a sentence.",
            Assert.Throws<InvalidDataException>(() => TaggingTask.ExamplesOf(_tagged.Store, Setup() with { Batch = 7 })).Message);
    }

    [Fact]
    public void Tags_that_only_the_other_splits_have_are_told()
    {
        using var other = new TaggedStore([.. TaggedStore.Sentences, ("odd_X\n", Split.Test)]);

        Assert.Equal("1 of 5 tags stands in validation or test only, and cannot be learnt: X.", TaggingTask.NoteOf(other.Store, TaggingTask.ExamplesOf(other.Store, Setup(8)), 8));
    }

    public void Dispose()
    {
        _tagged.Dispose();
        _scope.Dispose();
    }

    private static TaggingSetup Setup(int context = 4) => new() { Context = context, Batch = 2 };

    private static ExampleBatch Batch(TaggingTask task, params long[] examples)
    {
        var batch = ExampleBatch.Of(task.Examples, examples);
        batch.Read(task.Examples, batch.Samples);
        return batch;
    }
}
