using System.Text;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public sealed class FormatsAsPeopleWriteThemTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void A_tab_separated_row_is_a_line_whatever_its_quotes()
    {
        var rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{i}\t{(i == 3 ? "\"" : "")}sentence {i}{(i == 7 ? "\"" : "")}\n"));

        Assert.Equal(12, Documents(Prepare(Write("a.tsv", "id\ttext\n" + rows))));
    }

    [Fact]
    public void A_semicolon_divides_the_fields_of_a_csv_file_whose_header_has_it()
    {
        var rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{i};sentence {i}, and more\n"));

        Assert.Equal(12, Documents(Prepare(Write("a.csv", "id;text\n" + rows))));
    }

    [Fact]
    public void Byte_order_marks_in_a_joined_stream_change_no_word()
    {
        var text = string.Concat(Enumerable.Range(0, 12).Select(i => $"The book number {i % 3} begins {i}.\n\n"));
        var marked = Prepare(Write("marked.txt", "\ufeff" + text.Replace("\n\n", "\n\n\ufeff", StringComparison.Ordinal)));

        Assert.Equal(Prepare(Write("plain.txt", text)).GetProperty("vocabularyHash").GetString(), marked.GetProperty("vocabularyHash").GetString());
    }

    [Fact]
    public void A_lone_carriage_return_ends_a_line()
    {
        var text = string.Concat(Enumerable.Range(0, 12).Select(i => $"The book {i}.\n\n"));

        Assert.Equal(12, Documents(Prepare(Write("mac.txt", text.Replace('\n', '\r')))));
    }

    [Fact]
    public void Wide_text_without_a_mark_is_refused() =>
        Refusal.AssertIs(
            1, Run(Write("wide.txt", "The quick fox.\n\nAnother.\n\nA third.\n", Encoding.Unicode.GetBytes)), "wide.txt is UTF-16LE", "iconv -f UTF-16LE -t UTF-8");

    [Fact]
    public void Records_without_text_are_passed_over_on_request_and_told()
    {
        var lines = string.Concat(Enumerable.Range(0, 12).Select(i => $"{{\"text\": \"sentence {i}\"}}\n"));
        var path = Write("a.jsonl", lines + "{\"text\": null}\n{\"body\": 1}\n{\"body\": 2}\nno\n");

        Refusal.AssertIs(1, Run(path), "a.jsonl, line 13: the field 'text' is not a string but null.", "--set data.invalidRecords=skip");
        var (code, output, errors) = Run(path, "--set", "data.invalidRecords=skip");
        Assert.True(code == 0, errors);
        Assert.Contains("4 records were passed over: 1 not JSON, 1 with null for 'text', 2 without 'text'.", errors);
        Assert.Equal(2, TinyCommands.LastLine(output).GetProperty("skippedRecords").GetProperty("without 'text'").GetInt64());
        Assert.Equal(12, Documents(TinyCommands.LastLine(output)));
    }

    [Fact]
    public void A_delimiter_that_is_none_is_a_wrong_setting() =>
        Refusal.AssertIs(2, Run(_tiny.Source, "--set", "data.delimiter=xy"), "data.delimiter is xy; it must be auto, tab, or one ASCII character");

    public void Dispose() => _tiny.Dispose();

    private static (int ExitCode, string Output, string Errors) Run(string path, params string[] more) =>
        CommandLine.Run(["prepare", "--data", path, "--json", .. more]);

    private static System.Text.Json.JsonElement Prepare(string path)
    {
        var (code, output, errors) = Run(path);
        Assert.True(code == 0, errors);
        return TinyCommands.LastLine(output);
    }

    private static long Documents(System.Text.Json.JsonElement prepared) =>
        new[] { "train", "validation", "test" }.Sum(split => prepared.GetProperty("splits").GetProperty(split).GetProperty("documents").GetInt64());

    private string Write(string name, string text, Func<string, byte[]>? encode = null)
    {
        var path = _tiny.Folder(name);
        File.WriteAllBytes(path, (encode ?? StrictUtf8.Encoding.GetBytes)(text));
        return path;
    }
}
