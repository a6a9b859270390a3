using System.Text.Json;
using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks;

namespace Weft.Tests.Support;

/// <summary>Questions on short stories: who is where. An animal goes to a place; some questions are on an animal that is not in the story.</summary>
internal static class TinyQuestions
{
    private static readonly string[] Animals = ["cat", "dog", "hen", "fox"];
    private static readonly string[] Places = ["barn", "wood", "lake", "hill", "road"];

    /// <summary>Writes a file of them into the folder of a tiny training.</summary>
    public static string Write(TinyTraining tiny, int questions = 500, string name = "questions.jsonl")
    {
        var random = RandomStream.For(5, "questions");
        File.WriteAllText(tiny.Folder(name), string.Concat(Enumerable.Range(0, questions).Select(_ =>
        {
            var animals = Animals.OrderBy(_ => random.NextDouble()).ToArray();
            var (one, other) = (Places[random.NextInt32(Places.Length)], Places[random.NextInt32(Places.Length)]);
            var asked = random.NextInt32(3);
            return JsonSerializer.Serialize(new
            {
                context = $"The {animals[0]} is at the {one}. The {animals[1]} is at the {other}.",
                question = $"Where is the {animals[asked]}?",
                answer = asked == 2 ? null : asked == 0 ? one : other,
                start = asked == 2 ? null : (int?)(asked == 0 ? 18 : 18 + one.Length + 20),
            }) + "\n";
        })));
        return tiny.Folder(name);
    }

    /// <summary>The options of a tiny training that learns them.</summary>
    public static RunOptions Options(TinyTraining tiny, string source) => tiny.Options with
    {
        Task = TaskKind.Answering,
        Data = new DataOptions
        {
            Source = source,
            Field = "context",
            Second = "question",
            Answer = "answer",
            Start = "start",
            Tokenizer = "bpe:300",
            ValidationRatio = 0.2,
            TestRatio = 0.2,
        },
        Training = tiny.Options.Training with { Context = 32 },
    };
}
