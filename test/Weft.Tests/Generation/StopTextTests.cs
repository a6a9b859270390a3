using TorchSharp;
using Weft.Generation;
using Weft.Tests.Support;
using Weft.Text.Tokenizers;

namespace Weft.Tests.Generation;

public class StopTextTests
{
    [Fact]
    public void A_stop_text_split_over_tokens_ends_the_writing_and_stays_out_of_it()
    {
        var tokenizer = new ByteTokenizer();
        using var model = TinyModels.Create(TinyModels.PostNorm, tokenizer.FixedVocabulary.Count);
        var generator = new TextGenerator(model, tokenizer, tokenizer.FixedVocabulary, context: 16, torch.CPU);
        var options = new GenerationOptions { Tokens = 80, Temperature = 1.5, TopK = 0 };
        var whole = generator.Generate("", options, _ => { }).Text;
        // Two characters of one byte each, found behind the first few.
        var at = Enumerable.Range(5, whole.Length - 7).First(i => char.IsAscii(whole[i]) && char.IsAscii(whole[i + 1]));
        var stop = whole.Substring(at, 2);
        var pieces = new List<string>();

        var stopped = generator.Generate("", options with { Stop = [stop] }, pieces.Add);

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], stopped.Text);
        Assert.Equal(stopped.Text, string.Concat(pieces));
        Assert.InRange(stopped.Tokens.Count, 2, 79);
    }
}
