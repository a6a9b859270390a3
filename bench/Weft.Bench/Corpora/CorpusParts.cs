using System.CommandLine;
using System.IO.Compression;
using Weft.Foundation.Files;

namespace Weft.Bench.Corpora;

/// <summary>Writes smaller and damaged versions of a corpus, for experiments: <c>corpus --data wikitext-2 --out part --train-tokens 400000</c>.</summary>
internal static class CorpusParts
{
    private static readonly string[] Splits = ["train", "valid", "test"];

    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "A folder with train, valid and test as .txt or .txt.gz.", Required = true };
        var output = new Option<string>("--out") { Description = "Where the new files go.", Required = true };
        var train = new Option<int>("--train-tokens") { Description = "How many tokens of the training text are taken, line ends included.", DefaultValueFactory = _ => 400_000 };
        var others = new Option<int>("--other-tokens") { Description = "How many tokens of the other two are taken.", DefaultValueFactory = _ => 60_000 };
        var shuffled = new Option<double>("--shuffled") { Description = "The share of blocks of the training text whose words are shuffled.", DefaultValueFactory = _ => 0 };
        var copied = new Option<double>("--copied") { Description = "The share of blocks that become copies of others.", DefaultValueFactory = _ => 0 };
        var command = new Command("corpus", "Write the first part of a corpus, and damage its training text if asked to.") { data, output, train, others, shuffled, copied };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(output);
            Directory.CreateDirectory(folder);
            foreach (var split in Splits)
            {
                var tokens = TakeTokens(parsed.GetRequiredValue(data), split, parsed.GetRequiredValue(split == "train" ? train : others));
                if (split == "train")
                    DamagedText.Damage(tokens, parsed.GetRequiredValue(shuffled), parsed.GetRequiredValue(copied));
                AtomicFile.WriteText(Path.Combine(folder, $"{split}.txt"), TextOf(tokens));
                Console.WriteLine($"{split}: {tokens.Count:N0} tokens");
            }
        });
        return command;
    }

    /// <summary>The words of whole lines, and a line end for each, until there are so many.</summary>
    public static List<string> TakeTokens(string folder, string split, int count)
    {
        var tokens = new List<string>(count);
        using var reader = Open(Path.Combine(folder, $"{split}.txt"));
        while (tokens.Count < count && reader.ReadLine() is { } line)
        {
            tokens.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            tokens.Add("\n");
        }
        return tokens;
    }

    private static StreamReader Open(string path) => File.Exists(path)
        ? new StreamReader(path)
        : new StreamReader(new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress));

    public static string TextOf(List<string> tokens) => string.Concat(tokens.Select(token => token == "\n" ? token : $" {token}"));
}
