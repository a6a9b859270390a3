using Weft.Data.Store;
using Weft.Data.Store.Verification;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Writes the files of a token store into a folder that does not yet hold one; the manifest comes last.</summary>
internal sealed class TokenStoreWriter : IDisposable
{
    private readonly string _folder;
    private readonly SplitWriter[] _splits;
    private readonly TagTable? _tags;
    private readonly bool _hasLabels;

    /// <param name="folder">The folder.</param>
    /// <param name="elementBytes">The width of a token's id.</param>
    /// <param name="tags">The tags of the words, where they have any.</param>
    /// <param name="hasLabels">Whether documents have labels.</param>
    /// <param name="imageSize">Pixels on a side of the documents' pictures; 0 where they have none.</param>
    public TokenStoreWriter(string folder, int elementBytes, TagTable? tags, bool hasLabels, int imageSize = 0)
    {
        (_folder, _tags, _hasLabels) = (folder, tags, hasLabels);
        _splits = [.. TokenStoreFiles.Splits.Select(split => new SplitWriter(folder, split, elementBytes, tags is not null, hasLabels, imageSize))];
    }

    /// <summary>Appends the next batch of the corpus.</summary>
    public void Write(EncodedBatch batch)
    {
        foreach (var split in TokenStoreFiles.Splits)
            _splits[(int)split].Write(batch[split]);
    }

    /// <summary>Whether a split has no token yet.</summary>
    public bool IsEmpty(Split split) => _splits[(int)split].IsEmpty;

    /// <summary>Finishes all files.</summary>
    /// <param name="vocabulary">The vocabulary of the ids.</param>
    /// <param name="tokenizerIdentity">The identity of the tokenizer.</param>
    /// <param name="labels">The labels; of none, where documents have none.</param>
    /// <param name="describe">Makes the manifest from the records of train, validation and test.</param>
    public void Complete(Vocabulary vocabulary, string tokenizerIdentity, LabelOrder labels, Func<SplitRecord[], TokenStoreManifest> describe)
    {
        var records = _splits.Select(split => split.Complete(labels.Ids)).ToArray();
        VocabularyFile.Save(Path.Combine(_folder, TokenStoreFiles.Vocabulary), vocabulary, tokenizerIdentity);
        _tags?.Save(Path.Combine(_folder, TokenStoreFiles.TagNames));
        if (_hasLabels)
            LabelTable.Save(Path.Combine(_folder, TokenStoreFiles.LabelNames), labels.Names);
        WeftJson.WriteFile(Path.Combine(_folder, TokenStoreFiles.Manifest), describe(records));
        StoreHashes.Write(_folder);
    }

    public void Dispose()
    {
        foreach (var split in _splits)
            split.Dispose();
    }
}
