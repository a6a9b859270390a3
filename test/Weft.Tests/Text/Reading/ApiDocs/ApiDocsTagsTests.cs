using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading.ApiDocs;

/// <summary>The tags that the words of API documentation have by their elements.</summary>
public sealed class ApiDocsTagsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Each_passage_is_a_document_whose_words_have_tags()
    {
        var path = Docs("""
            <member name="M:A.One.Do(System.Int32)">
              <summary>Does <c>x = 1</c> with
                  <paramref name="count" /> (<see cref="T:System.String"/>).<para>Then <see cref="P:A.One.P" /> is <see langword="true" />.</para></summary>
              <param name="count">How often.</param>
              <returns>How often.</returns>
              <remarks><list><item><term><c>a</c></term><description>the <see cref="M:A.One.Do(System.Int32)">first</see></description></item></list>
                <code>int x = 1;</code><see cref="F:A.One.Zero"/>, <see cref="E:A.One.Done"/>, <see cref="N:A"/> <typeparamref name="T"/></remarks>
            </member>
            """);

        // What is seen twice is taken once; marks belong to the names that they stand at.
        Assert.Equal(
            [
                "Does_text x_code =_code 1_code with_text count_parameter (String)._type\n",
                "Then_text P_member is_text true._code\n",
                "How_text often._text\n",
                "a:_code the_text first_text\n",
                "Zero,_member Done,_member A_code T_parameter\n",
            ],
            Documents.Read(path, TextFormat.ApiDocs, new ReadingOptions { TagSeparator = "_" }));
    }

    [Fact]
    public void Without_tags_they_are_the_same_words()
    {
        var path = Docs("""<member name="T:A.One"><summary>Holds <see cref="T:System.Int32" /> or <c>a b</c>.<para>Ends.</para></summary></member>""");
        var tagged = Documents.Read(path, TextFormat.ApiDocs, new ReadingOptions { TagSeparator = "/" });

        Assert.Equal(["Holds/text Int32/type or/text a/code b./code\n", "Ends./text\n"], tagged);
        Assert.Equal(["Holds Int32 or a b.\nEnds.\n"], Documents.Read(path, TextFormat.ApiDocs));
    }

    public void Dispose() => _folder.Dispose();

    private string Docs(string members) => _folder.Write("A.xml", $"<?xml version=\"1.0\"?><doc><assembly><name>A</name></assembly><members>{members}</members></doc>");
}
