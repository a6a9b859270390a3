using System.CommandLine;
using System.Diagnostics;
using Weft.Data;
using Weft.Data.Auditing;
using Weft.Data.Auditing.Results;
using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Foundation.Files;
using Weft.Text.Corpora;

namespace Weft.Bench.Corpora;

/// <summary>How much an audit finds of damage that is known: <c>audit --data wikitext-2 --shuffled 0.25 --copied 0.25</c>.</summary>
internal static class AuditTrial
{
    public static Command CreateCommand()
    {
        var data = new Option<string>("--data") { Description = "A folder with train.txt or train.txt.gz.", Required = true };
        var train = new Option<int>("--train-tokens") { Description = "How many tokens of it are taken.", DefaultValueFactory = _ => 3_000_000 };
        var shuffled = new Option<double>("--shuffled") { Description = "The share of blocks of 256 tokens whose words are shuffled.", DefaultValueFactory = _ => 0.25 };
        var copied = new Option<double>("--copied") { Description = "The share of blocks that become copies of others.", DefaultValueFactory = _ => 0.25 };
        var repeat = new Option<int>("--repeat") { Description = "How often the text stands behind itself, for the speed of large ones.", DefaultValueFactory = _ => 1 };
        var command = new Command("audit", "Damage a text, audit it, and say how much of the damage was found.") { data, train, shuffled, copied, repeat };
        command.SetAction(parsed =>
        {
            var tokens = CorpusParts.TakeTokens(parsed.GetRequiredValue(data), "train", parsed.GetRequiredValue(train));
            var origins = DamagedText.Damage(tokens, parsed.GetRequiredValue(shuffled), parsed.GetRequiredValue(copied));
            var folder = Directory.CreateTempSubdirectory("weft-audit-").FullName;
            try
            {
                var text = CorpusParts.TextOf(tokens);
                AtomicFile.WriteText(Path.Combine(folder, "train.txt"), string.Concat(Enumerable.Repeat(text, parsed.GetRequiredValue(repeat))));
                AtomicFile.WriteText(Path.Combine(folder, "valid.txt"), " one validation text\n");
                AtomicFile.WriteText(Path.Combine(folder, "test.txt"), " one other test text\n");
                Run(folder, tokens, origins);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Run(string folder, List<string> tokens, int[] origins)
    {
        var data = new DataOptions { Source = folder };
        var corpus = new CorpusFiles(CorpusLocator.Locate(folder, new CorpusOptions { DataFolder = folder }), data.ToReading());
        var watch = Stopwatch.StartNew();
        var (salad, copies) = CorpusAudit.Run(
            corpus, data, new AuditOptions(), Path.Combine(folder, "scratch"),
            (report, text) => (BlocksWith(report, FindingKind.Salad, text, tokens, origins.Length), BlocksWith(report, FindingKind.Passages, text, tokens, origins.Length)), progress: null, CancellationToken.None);
        var bytes = corpus.Sources.Sum(source => source.Bytes);
        Console.WriteLine($"{bytes / 1e6:N1} MB in {watch.Elapsed.TotalSeconds:N1} s: {bytes / 1e6 / watch.Elapsed.TotalSeconds:N1} MB/s; {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB of memory");
        var shuffled = Enumerable.Range(0, origins.Length).Where(block => origins[block] < 0).ToList();
        var ordered = Enumerable.Range(0, origins.Length).Where(block => origins[block] >= 0).ToList();
        Console.WriteLine($"shuffled blocks found: {shuffled.Count(block => salad[block]):N0} of {shuffled.Count:N0}; false alarms: {ordered.Count(block => salad[block]):N0} of {ordered.Count:N0}");
        // Of a block and its copies, whichever stands first is none.
        var groups = ordered.GroupBy(block => origins[block]).Where(group => group.Count() > 1).ToList();
        Console.WriteLine($"copies found: {groups.Sum(group => Math.Min(group.Count() - 1, group.Count(block => copies[block]))):N0} of {groups.Sum(group => group.Count() - 1):N0}; "
            + $"blocks without copies that are called one: {ordered.GroupBy(block => origins[block]).Where(group => group.Count() == 1).Sum(group => group.Count(block => copies[block])):N0}");
    }

    // [blocks] whether at least half of the words of each are in a finding.
    private static bool[] BlocksWith(AuditReport report, FindingKind kind, AuditedText text, List<string> tokens, int blocks)
    {
        var marks = report.Findings.FirstOrDefault(finding => finding.Kind == kind)?.Marks;
        // Files are read by their names: valid and test stand elsewhere.
        var (found, word, words) = (new bool[blocks], FirstOfTraining(text), new List<uint>());
        for (var block = 0; block < blocks; block++)
        {
            words.Clear();
            WordHashes.Add(CorpusParts.TextOf(tokens.GetRange(block * DamagedText.Block, DamagedText.Block)), words);
            found[block] = marks is not null && 2 * marks.CountOf(word, words.Count) >= words.Count;
            word += words.Count;
        }
        return found;
    }

    private static long FirstOfTraining(AuditedText text)
    {
        foreach (var document in text.Documents)
        {
            if (document.Split == Weft.Text.Split.Train)
                return document.FirstWord;
        }
        throw new InvalidDataException("There is no text to train on.");
    }
}
