using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Text.Vectors;

/// <summary>The words under which one token's vector is looked for, in the order of preference.</summary>
internal sealed class TokenNames
{
    private readonly int _exact;
    private readonly int _lower;
    private readonly (int Lower, int AsItIs)[] _parts;

    /// <param name="token">The token.</param>
    /// <param name="wanted">Takes note of the words.</param>
    public TokenNames(string token, WantedVectors wanted)
    {
        var word = TokenParts.WithoutMark(token);
        _exact = wanted.Want(word);
        _lower = wanted.Want(word.ToLowerInvariant());
        _parts = [.. TokenParts.Of(word).Select(part => (wanted.Want(part.ToLowerInvariant()), wanted.Want(part)))];
    }

    /// <summary>Writes the token's vector, or leaves zeros where it must be drawn.</summary>
    public VectorSource Fill(Span<float> row, WantedVectors found)
    {
        if (found[_exact] is { } own)
        {
            own.CopyTo(row);
            return VectorSource.Exact;
        }
        if (found[_lower] is { } lower)
        {
            lower.CopyTo(row);
            return VectorSource.LowerCased;
        }
        var count = 0;
        foreach (var (lowerCased, asItIs) in _parts)
        {
            if ((found[lowerCased] ?? found[asItIs]) is not { } part)
                continue;
            TensorPrimitives.Add(row, part, row);
            count++;
        }
        if (count == 0)
            return VectorSource.Drawn;
        TensorPrimitives.Divide(row, (float)count, row);
        return VectorSource.Parts;
    }
}
