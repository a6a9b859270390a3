using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AuditCommandTests()
    {
        _folder.Write("corpus/train.txt", "one line of some words that stand here\nanother line with other words in it\none line of some words that stand here\n");
        _folder.Write("corpus/valid.txt", "held out words of no other place\n");
        _folder.Write("corpus/test.txt", "another line with other words in it\n");
    }

    [Fact]
    public void Findings_are_shown_with_file_and_line()
    {
        var (code, output, errors) = Audit();

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("5 documents, 37 words, of which 14 are held out", output);
        Assert.Contains("duplicates: 21.62 % of an epoch's time", output);
        Assert.Contains("train.txt, line 3 (as ", output);
        // A copy of a training document, too short for a run of 13 words.
        Assert.Contains("leak: 50 % of the words", output);
    }

    [Fact]
    public void Json_has_all_of_it()
    {
        var findings = TinyCommands.LastLine(Audit("--json").Output).GetProperty("findings");

        Assert.Equal(["duplicates", "leak"], findings.EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()));
        Assert.Equal(8, findings[0].GetProperty("words").GetInt64());
        Assert.EndsWith("train.txt, line 1", findings[0].GetProperty("examples")[0].GetProperty("with").GetString());
    }

    [Fact]
    public void A_finding_above_its_limit_fails()
    {
        var (code, _, errors) = Audit("--fail-on", "duplicates=0.2,leak=0.6");

        Assert.Equal(1, code);
        Assert.Equal("duplicates is 0.2162 of the words; --fail-on allows 0.2.", errors.Trim());
        Assert.Equal(0, Audit("--fail-on", "duplicates=0.3,salad=0").Code);
    }

    [Fact]
    public void Pages_tables_and_clean_text_are_written()
    {
        var (html, tsv, clean) = (_folder.File("a.html"), _folder.File("a.tsv"), _folder.File("clean"));

        var (code, _, errors) = Audit("--html", html, "--tsv", tsv, "--write-clean", clean);

        Assert.True(code == 0, errors);
        Assert.Contains("<td>duplicates</td>", File.ReadAllText(html));
        var rows = File.ReadAllLines(tsv);
        Assert.Equal("file\trecord\tline\tsplit\twords\tduplicates\tleak", rows[0]);
        Assert.Contains(rows, row => row.EndsWith("\t3\ttrain\t8\t1\t0", StringComparison.Ordinal));
        Assert.Equal("one line of some words that stand here\n", File.ReadAllText(Path.Combine(clean, "train.txt")));
        Assert.Equal("another line with other words in it\n", File.ReadAllText(Path.Combine(clean, "test.txt")));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        _folder.Write("taken/file", "");

        var (code, _, errors) = Audit(
            "--similarity", "1.5", "--passage-words", "10", "--boilerplate-documents", "1", "--leak-words", "9", "--examples", "-1", "--fail-on", "copies=1,leak=2,salad", "--write-clean", _folder.File("taken"));

        Assert.Equal(2, code);
        Assert.Contains("--similarity is 1.5; it must be above 0 and at most 1.", errors);
        Assert.Contains("--passage-words is 10; it must be at least 20.", errors);
        Assert.Contains("--boilerplate-documents is 1; it must be at least 2.", errors);
        Assert.Contains("--leak-words is 9; it must be 8, 13 or 50.", errors);
        Assert.Contains("--examples is -1; it must be from 0 to 1,000.", errors);
        Assert.Contains("--fail-on names copies, which is no finding. Findings are duplicates, near-duplicates, passages,", errors);
        Assert.Contains("--fail-on leak is 2; it must be a share of words from 0 to 1: leak=0.05.", errors);
        Assert.Contains("--fail-on salad is empty;", errors);
        Assert.Contains($"--write-clean is {_folder.File("taken")}; it must be a folder that is not there yet, or is empty.", errors);
    }

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Errors) Audit(params string[] more) =>
        CommandLine.Run(["audit", "--data", _folder.File("corpus"), "--documents", "line", "--quiet", .. more]);
}
