namespace Weft.Text.Corpora.Named;

/// <summary>The corpora that Weft knows by name.</summary>
internal static class NamedCorpora
{
    private static readonly NamedCorpus[] All =
    [
        new ApiDocsCorpus(),
        new ShapesCorpus(),
        // The address is that of the data set's author: the first one, on Salesforce's S3, was closed. The SHA-256 of both
        // archives stand alike in several public loaders that do not depend on each other; torchtext and GluonNLP publish MD5
        // and SHA-1. The files whose hashes are given for WikiText-2 have the SHA-1 that GluonNLP's manifest gives.
        new ArchivedCorpus(
            "wikitext-2",
            new Uri("https://wikitext.smerity.com/wikitext-2-v1.zip"),
            "92675f1d63015c1c8b51f1656a52d5bdbc33aafa60cc47a218a66e7ee817488c",
            [
                new("wiki.train.tokens", Split.Train, "9e9fa1ad55b1c2c95b08e37dd8e653f638fac2c6de904b79e813611eefbc985f"),
                new("wiki.valid.tokens", Split.Validation, "f0737ed31fc1329026e95cb8b98e19c2a182c39c240ab909dc31abf2f8af58e8"),
                new("wiki.test.tokens", Split.Test, "d790b833ef8cf03a90db7bf1271b7520b83c45ce07ba3c1a9699df81e239eca0"),
            ]),
        new ArchivedCorpus(
            "wikitext-103",
            new Uri("https://wikitext.smerity.com/wikitext-103-v1.zip"),
            "242ba0f20b329cfdf1ccc61e9e9e5b59becf189db7f7a81cd2a0e2fc31539590",
            [
                new("wiki.train.tokens", Split.Train, Sha256: null),
                new("wiki.valid.tokens", Split.Validation, Sha256: null),
                new("wiki.test.tokens", Split.Test, Sha256: null),
            ]),
    ];

    /// <summary>The names as a person lists them.</summary>
    public static string List { get; } = string.Join(", ", All.Select(corpus => corpus.Name));

    /// <summary>Finds a corpus by its name.</summary>
    public static NamedCorpus? Find(string name) => Array.Find(All, corpus => corpus.Name == name);
}
