using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.ApiDocs;

namespace Weft.Tests.Text.Reading.ApiDocs;

public sealed class ApiDocsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("M:System.String.Join(System.String,System.Object[])", "Join")]
    [InlineData("T:System.Collections.Generic.IEnumerable`1", "IEnumerable")]
    [InlineData("M:System.Linq.Enumerable.Range``1(System.Int32)", "Range")]
    [InlineData("M:System.String.#ctor(System.Char[])", "String")]
    [InlineData("M:System.Array.System#Collections#IList#Add(System.Object)", "Add")]
    [InlineData("M:System.Half.op_Addition(System.Half,System.Half)", "Addition")]
    [InlineData("T:System.Nullable{System.Int32}", "Nullable")]
    [InlineData("Overload:System.Type.GetTypeFromCLSID", "GetTypeFromCLSID")]
    [InlineData("System.String.Format%2A?displayProperty=nameWithType", "Format")]
    [InlineData("https://example.org/a?b", "https://example.org/a?b")]
    [InlineData("", "")]
    public void References_read_as_names(string reference, string name) => Assert.Equal(name, ApiDocsNames.Simple(reference));

    [Fact]
    public void A_type_with_its_members_is_a_document_of_one_passage_a_line()
    {
        var path = Docs("""
            <member name="T:A.One"><summary>Holds
                 <see langword="true" /> or <see cref="T:System.Nullable`1" />.</summary></member>
            <member name="T:A.Two"><summary>Second.</summary></member>
            <member name="M:A.One.Do(System.Int32)">
              <summary>Does <c>x</c> with <paramref name="count" />.<para>Then <see cref="P:A.One.P">rests</see>.</para></summary>
              <param name="count">How often.</param>
              <returns>Second.</returns>
              <remarks>See:<list type="bullet"><listheader><term>Name</term></listheader><item><term>a</term><description>the first</description></item></list>
                <code>int x = 1;</code>Done.<example>no</example></remarks>
              <seealso cref="T:A.Two" />
            </member>
            """);

        Assert.Equal(
            ["Holds true or Nullable.\nDoes x with count.\nThen rests.\nHow often.\nSecond.\nSee:\nName\na: the first\nDone.\n"],
            Documents.Read(path, TextFormat.ApiDocs));
    }

    [Fact]
    public void Pairs_are_what_members_do_and_return_their_own_and_in_turn_that_of_a_neighbour()
    {
        var path = Docs("""
            <member name="M:A.B"><summary>Does b.<para>Twice.</para></summary><returns>A b.</returns><remarks>Slowly.</remarks></member>
            <member name="M:A.C"><summary>Does c.</summary><returns>A c.</returns></member>
            <member name="P:A.D"><summary>Without.</summary></member>
            <member name="M:A.E"><summary>Does e.</summary><returns>An e.</returns></member>
            <member name="M:A.F"><summary>Does f.</summary><returns>An f.</returns></member>
            <member name="M:A.G"><summary>Does g.</summary><returns>An f.</returns></member>
            <member name="M:A.H"><summary>Does h.</summary><returns>An h.</returns></member>
            """);
        var pieces = Documents.Pieces(path, TextFormat.ApiDocs, new() { Field = "summary", Second = "returns", Label = "match" });

        // Whatever was said before is passed over: the pair of G.
        Assert.Equal(["Does b. Twice.\nA b.\n", "Does c.\nA c.\n", "Does e.\nAn f.\n", "Does f.\nAn e.\n", "Does h.\nAn h.\n"], pieces.Select(piece => piece.Text));
        Assert.Equal(["same", "same", "other", "other", "same"], pieces.Select(piece => piece.Label));
    }

    [Fact]
    public void Questions_are_what_a_member_does_returns_or_throws_in_a_text_on_some_of_its_type()
    {
        var path = Docs("""
            <member name="M:A.T.B"><summary>Does b.</summary></member>
            <member name="M:A.T.C(System.Int32)"><summary>Does c.</summary><returns>A c.</returns><exception cref="T:System.ArgumentException">Odd.</exception></member>
            <member name="M:A.T.D"><summary>Does d.</summary></member>
            <member name="M:A.T.B(System.Int32)"><summary>Does b.</summary></member>
            <member name="M:A.T.E"><summary>Does e.</summary><exception cref="T:System.ArgumentException">Odd.</exception></member>
            <member name="M:A.U.F"><summary>Does f.</summary><returns>An f.</returns></member>
            """);
        var pieces = Documents.Pieces(path, TextFormat.ApiDocs, new() { Field = "context", Second = "question", Answer = "answer", Start = "start" });

        const string Three = "B: Does b. C: Does c. Returns: A c. Throws ArgumentException. D: Does d.";
        Assert.Equal(
            [$"What does B do?\n{Three}", $"What does C return?\n{Three}", $"What does D throw?\n{Three}", "What does E do?\nE: Does e. Throws ArgumentException.", "What does F return?\nF: Does f. Returns: An f."],
            pieces.Select(piece => piece.Text));
        Assert.Equal(["Does b.", "A c.", "", "Does e.", "An f."], pieces.Select(piece => string.Concat(piece.Answers!.Texts)));
        Assert.All(pieces.Where(piece => piece.Answers!.Texts.Count > 0), piece => Assert.Equal(piece.Answers!.Texts[0], piece.Text.Substring(piece.Answers.Start, piece.Answers.Texts[0].Length)));
    }

    [Fact]
    public void With_labels_a_member_is_a_document_and_its_kind_the_label()
    {
        var path = Docs("""
            <member name="T:A.One"><summary>Holds one.</summary></member>
            <member name="M:A.One.#ctor(System.Int32)"><summary>Makes one.</summary><param name="count">How many.</param></member>
            <member name="M:A.One.Do"><summary>Does.</summary><returns>What was done.</returns><remarks>Slowly.</remarks></member>
            <member name="M:A.One.op_Addition(A.One,A.One)"><summary>Adds.</summary></member>
            <member name="P:A.One.Count"><summary>How many.</summary><value>A number.</value></member>
            <member name="F:A.One.Zero"><summary>None.</summary></member>
            <member name="E:A.One.Done"><summary>Occurs at the end.</summary></member>
            <member name="N:A"><summary>No member.</summary></member>
            <member name="M:A.Two.Do"><summary>Does.</summary></member>
            """);

        Assert.Equal(
            [
                ("Holds one.\n", "type"), ("Makes one.\n", "constructor"), ("Does.\nSlowly.\n", "method"), ("Adds.\n", "operator"), ("How many.\n", "property"), ("None.\n", "field"),
                ("Occurs at the end.\n", "event"),
            ],
            Documents.Pieces(path, TextFormat.ApiDocs, new ReadingOptions { Label = "kind" }).Select(piece => (piece.Text, piece.Label!)));
    }

    [Fact]
    public void A_passage_is_given_once_over_all_files()
    {
        var reader = new DocumentReader();
        var first = Docs("""<member name="T:A"><summary>Same.</summary><remarks>One.</remarks></member>""", "1.xml");
        var second = Docs("""<member name="T:B"><summary>Same.</summary><remarks>Two.</remarks></member>""", "2.xml");
        var texts = new[] { first, second }.SelectMany(path => reader.Read(new(path, TextFormat.ApiDocs, null), new(), new()));

        Assert.Equal(["Same.\nOne.\n", "Two.\n"], texts.Select(piece => piece.Text));
    }

    [Theory]
    [InlineData("<doc><members>\n<member name='T:A'><summary>x</members></doc>", "line 2")]
    [InlineData("<!DOCTYPE doc [<!ENTITY a \"b\">]>\n<doc><member name='T:A'/></doc>", "line 1")]
    public void Bad_xml_is_an_error_that_names_file_and_line(string xml, string line)
    {
        var path = _folder.Write("a.xml", xml);

        Assert.StartsWith($"{path}, {line} is not valid XML documentation: ", Documents.Message(() => Documents.Read(path, TextFormat.ApiDocs)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_corpus_has_the_size_that_the_documentation_gives()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpora", "api-docs"), "*.xml").Order(StringComparer.Ordinal).ToList();
        var reader = new DocumentReader();
        var pieces = files.SelectMany(path => reader.Read(new(path, TextFormat.ApiDocs, null), new(), new())).ToList();
        var passages = pieces.SelectMany(piece => piece.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var words = passages.Sum(passage => passage.Count(c => c == ' ') + 1L);

        Assert.Equal(107, files.Count);
        Assert.Distinct(passages);
        Assert.Equal(79_199, passages.Count);
        Assert.Equal(1_033_867, words);
        Assert.Equal(3_810, pieces.Count(piece => piece.StartsDocument));
    }

    private string Docs(string members, string name = "a.xml") =>
        _folder.Write(name, $"<?xml version=\"1.0\"?>\n<doc><assembly><name>A</name></assembly><members>\n{members}\n</members></doc>");
}
