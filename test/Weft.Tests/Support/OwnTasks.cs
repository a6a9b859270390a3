using Weft.Tasks.Own;

namespace Weft.Tests.Support;

/// <summary>Whether a word has an o; ends of texts are not asked for.</summary>
internal sealed class HasO(Func<TaskExample, TaskExample>? spoil = null) : ITextTask
{
    public string Name { get; init; } = "has-o";

    public IReadOnlyList<string> Classes { get; init; } = ["no", "o"];

    public bool IsCausal { get; init; }

    public TaskExample ExampleOf(DocumentTokens tokens)
    {
        var example = new TaskExample(tokens.Ids, [.. tokens.Ids.Select(id => id == tokens.Vocabulary.EndOfTextId ? TaskExample.None : tokens.Vocabulary[id].Contains('o') ? 1 : 0)]);
        return spoil?.Invoke(example) ?? example;
    }
}

/// <summary>Hides tokens by chance, every third one from one on, and asks whether they are long.</summary>
internal sealed class Hidden : ITextTask
{
    public string Name => "hidden";

    public IReadOnlyList<string> Classes => ["short", "long"];

    public bool IsCausal { get; init; }

    public TaskExample ExampleOf(DocumentTokens tokens)
    {
        var first = (int)((ulong)tokens.Key % (ulong)tokens.Ids.Count);
        var isHidden = tokens.Ids.Select((_, place) => place >= first && (place - first) % 3 == 0).ToList();
        return new TaskExample(
            [.. tokens.Ids.Select((id, place) => isHidden[place] ? tokens.Vocabulary.EndOfTextId : id)],
            [.. tokens.Ids.Select((id, place) => !isHidden[place] ? TaskExample.None : tokens.Vocabulary[id].Length > 3 ? 1 : 0)]);
    }
}
