using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Examples;

/// <summary>A tokenizer of one's own: words without capitals, one vocabulary entry each.</summary>
internal static class OwnTokenizer
{
    public static void Run(string run)
    {
        new TrainingBuilder { Data = Example.Data, Steps = Example.Steps }.UseTokenizer(new SmallWords()).Train(run).Dispose();

        // Whoever uses the model gives the tokenizer too: the run keeps its name alone.
        using var model = TrainedModel.Open(run, new OpenOptions { Tokenizer = new SmallWords() });
        Console.WriteLine(model.Generate("Returns the"));
    }

    private sealed class SmallWords : ITokenizer
    {
        public string Identity => "small-words:1";

        // The vocabulary is counted from the training split.
        public Vocabulary? FixedVocabulary => null;

        public void Count(ReadOnlySpan<char> text, WordCounts counts)
        {
            foreach (var word in Words(text))
                counts.Add(word);
        }

        public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids)
        {
            foreach (var word in Words(text))
                ids.Add(vocabulary.TryGetId(word, out var id) ? id : vocabulary.UnknownId!.Value);
            if (endsDocument)
                ids.Add(vocabulary.EndOfTextId);
        }

        public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary) =>
            string.Join(' ', ids.ToArray().Select(id => id == vocabulary.EndOfTextId ? "\n" : vocabulary[id]));

        private static string[] Words(ReadOnlySpan<char> text) =>
            text.ToString().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
