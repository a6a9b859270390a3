using Weft.Text.Reading;
using Weft.Text.Reading.ApiDocs;

namespace Weft.Tests.Text.Reading.ApiDocs;

/// <summary>What members do, and their names in words.</summary>
public sealed class ApiDocsWordsTests
{
    [Fact]
    public void What_a_member_does_is_paired_with_its_name_in_words()
    {
        const string Xml = """
            <doc><members>
              <member name="M:System.IO.File.ReadAllText(System.String)"><summary>Opens a file, and reads it.<para>It then closes it.</para></summary><returns>A text.</returns></member>
              <member name="M:System.IO.File.#ctor"><summary>Makes one.</summary></member>
              <member name="M:System.Int32.op_Addition(System.Int32)"><summary>Adds.</summary></member>
              <member name="P:System.IO.File.IsOpen"><summary>Whether it is <see langword="true" />.</summary></member>
              <member name="P:System.IO.Other.Again"><summary>Opens a file, and reads it.</summary></member>
              <member name="P:System.IO.Other.Silent"><returns>Nothing.</returns></member>
            </members></doc>
            """;
        using var stream = new MemoryStream(Weft.Foundation.StrictUtf8.Encoding.GetBytes(Xml));
        var pieces = ApiDocsReader.Read(stream, "a.xml", new SeenPassages(), new ReadingOptions { Field = ApiDocsWords.First, Second = ApiDocsWords.Second });

        Assert.Equal(["Opens a file, and reads it.\nread all text\n", "Whether it is true.\nis open\n"], pieces.Select(piece => piece.Text));
    }

    [Theory]
    [InlineData("ReadAllText", "read all text")]
    [InlineData("ToUTF8String", "to utf8 string")]
    [InlineData("IOException", "io exception")]
    [InlineData("X509Certificate", "x509 certificate")]
    [InlineData("SOME_CONSTANT", "some constant")]
    [InlineData("value", "value")]
    [InlineData("__", "")]
    public void A_name_is_taken_apart_where_capitals_begin_words(string name, string words) => Assert.Equal(words, ApiDocsWords.InWords(name));
}
