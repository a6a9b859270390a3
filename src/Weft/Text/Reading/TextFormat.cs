namespace Weft.Text.Reading;

/// <summary>The file formats that Weft reads text from.</summary>
internal enum TextFormat
{
    /// <summary>UTF-8 text, optionally compressed with gzip.</summary>
    Text,

    /// <summary>One JSON object a line; the text is one of its fields.</summary>
    JsonLines,

    /// <summary>Comma-separated values with a header; the text is one of the columns.</summary>
    Csv,

    /// <summary>Tab-separated values with a header; the text is one of the columns.</summary>
    Tsv,

    /// <summary>Apache Parquet; the text is one of the columns.</summary>
    Parquet,

    /// <summary>The API documentation files of .NET: XML whose members hold prose.</summary>
    ApiDocs,

    /// <summary>CoNLL-U: a word a line with its tag, sentences between blank lines.</summary>
    Conllu,

    /// <summary>Two text files of as many lines, which are pairs of texts; each optionally compressed with gzip.</summary>
    ParallelLines,

    /// <summary>SQuAD's JSON: articles, paragraphs, questions and answers.</summary>
    Squad,
}
