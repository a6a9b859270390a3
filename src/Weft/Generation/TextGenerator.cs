using Weft.Modeling;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Generation;

/// <summary>Continues a text, token by token.</summary>
/// <param name="model">The model; it is put into evaluation mode.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="vocabulary">Its vocabulary.</param>
/// <param name="context">The longest text that it was trained to see, in tokens.</param>
/// <param name="device">Where it lives.</param>
internal sealed class TextGenerator(
    TransformerLanguageModel model, ITokenizer tokenizer, Vocabulary vocabulary, int context, Device device)
{
    /// <summary>The words of a prompt that are not in the vocabulary: the model reads each as unknown.</summary>
    public IReadOnlyList<string> UnknownWords(string prompt) => new PromptReader(tokenizer, vocabulary).UnknownWords(prompt);

    /// <summary>Writes on from a prompt.</summary>
    /// <param name="prompt">What the text begins with; may be empty.</param>
    /// <param name="options">How to choose tokens; validated.</param>
    /// <param name="write">Takes the text as it comes, the prompt as the model reads it first.</param>
    /// <param name="stop">Ends the writing early.</param>
    public GeneratedText Generate(string prompt, GenerationOptions options, Action<string> write, CancellationToken stop = default)
    {
        model.eval();
        var read = new PromptReader(tokenizer, vocabulary).Ids(prompt);
        // Documents begin after an end-of-text token: so does what is written here.
        var text = new List<long> { vocabulary.EndOfTextId };
        text.AddRange(read.Select(id => (long)id));
        var promptLength = text.Count;
        var chooser = new TokenChooser(options, vocabulary.UnknownId);
        var stream = new TextStream(options.Stop, write);
        using var scores = new NextTokenScores(model, context, options.UseCache, device);
        stream.Begin(Decode(text));

        var isStopped = false;
        while (text.Count - promptLength < options.Tokens && !isStopped && !stop.IsCancellationRequested)
        {
            text.Add(chooser.Choose(scores.After(text), text.Skip(1), text.Count - promptLength));
            isStopped = stream.Update(Decode(text), isLast: false);
        }
        if (!isStopped)
            stream.Update(Decode(text), isLast: true);
        return new GeneratedText(stream.Written, [.. text.Skip(promptLength).Select(id => (int)id)], UnknownWords(prompt));
    }

    private string Decode(List<long> text) => tokenizer.Decode(text.Skip(1).Select(id => (int)id).ToArray(), vocabulary);
}
