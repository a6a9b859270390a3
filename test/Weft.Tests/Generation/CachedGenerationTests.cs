using TorchSharp;
using Weft.Generation;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Generation;

public class CachedGenerationTests
{
    private const int Context = 12;

    [Theory]
    [InlineData("post-norm", 0)]
    [InlineData("post-norm", 1)]
    [InlineData("pre-norm", 0)]
    [InlineData("pre-norm", 1)]
    [InlineData("adaptive", 1)]
    public void The_tokens_are_the_same_with_and_without_the_cache_even_when_the_window_moves(string name, double temperature)
    {
        var options = new GenerationOptions { Tokens = 5 * Context, Temperature = temperature, TopK = 0, RepetitionPenalty = 1.3 };

        var cached = Generate(name, options);
        var whole = Generate(name, options with { UseCache = false });

        Assert.Equal(5 * Context, cached.Tokens.Count);
        Assert.Equal(whole.Tokens, cached.Tokens);
        Assert.Equal(whole.Text, cached.Text);
        Assert.True(cached.Tokens.Distinct().Count() > 3);
    }

    [Fact]
    public void The_scores_are_those_of_the_window_alone()
    {
        using var scope = torch.NewDisposeScope();
        using var frozen = torch.no_grad();
        using var model = TinyModels.Create(TinyModels.PreNorm);
        using var scores = new NextTokenScores(model, Context, useCache: true, torch.CPU);
        var text = new List<long>();
        for (var i = 0; i < Context + 2; i++)
        {
            text.Add(i * 5 % TinyModels.Vocabulary);
            var after = scores.After(text);
            // When the window is full, its newer half stays, the newest token with it.
            var window = text.Count <= Context ? text : text[(Context + 1 - Context / 2)..];
            var expected = model.Logits(model.Hidden(torch.tensor(window.ToArray(), [1, window.Count]))[0, -1]).data<float>().ToArray();

            Assert.All(expected.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Generating_leaves_no_tensor_behind()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm, 257);
        var generator = new TextGenerator(model, new ByteTokenizer(), new ByteTokenizer().FixedVocabulary, Context, torch.CPU);
        long Live(int tokens)
        {
            generator.Generate("a", new GenerationOptions { Tokens = tokens }, _ => { });
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }

        Assert.Equal(Live(2), Live(3 * Context));
    }

    [Fact]
    public void Cancelling_ends_the_writing()
    {
        using var stop = new CancellationTokenSource();
        using var model = TinyModels.Create(TinyModels.PostNorm, 257);
        var generator = new TextGenerator(model, new ByteTokenizer(), new ByteTokenizer().FixedVocabulary, Context, torch.CPU);

        var generated = generator.Generate("abc", new GenerationOptions { Tokens = 50 }, _ => stop.Cancel(), stop.Token);

        Assert.Empty(generated.Tokens);
        Assert.Equal("abc", generated.Text);
    }

    private static GeneratedText Generate(string name, GenerationOptions options)
    {
        var tokenizer = new ByteTokenizer();
        using var model = TinyModels.Create(TinyModels.Named(name) with { TieEmbeddings = false }, tokenizer.FixedVocabulary.Count);
        return new TextGenerator(model, tokenizer, tokenizer.FixedVocabulary, Context, torch.CPU).Generate("to be", options, _ => { });
    }
}
