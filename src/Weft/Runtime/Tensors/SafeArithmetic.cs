using TorchSharp;
using static TorchSharp.torch;

namespace Weft.Runtime.Tensors;

/// <summary>
/// Arithmetic between tensors and numbers. TorchSharp hands a number to native code as a temporary object that nothing keeps alive
/// during the call: when a garbage collection comes in between, its finalizer frees the number while it is read, and a sum comes out
/// wrong without a word. Even the sum of two tensors has such a number, the factor 1 of the second. Here they are held until the call
/// is over; BannedSymbols.txt keeps the others out of the library.
/// </summary>
internal static class SafeArithmetic
{
    private static readonly Lazy<Scalar> One = new(() => 1.ToScalar());

    /// <summary>left + right, element by element.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One.Value);

    /// <summary>left + number, for tensors of whole numbers.</summary>
    public static Tensor Plus(this Tensor left, long number)
    {
        using var scalar = number.ToScalar();
        return left.add(scalar);
    }

    /// <summary>left += right.</summary>
    public static Tensor AddInPlace(this Tensor left, Tensor right) => left.add_(right, One.Value);

    /// <summary>left[rows[i]] += right[i], for each i.</summary>
    public static Tensor AddAtInPlace(this Tensor left, Tensor rows, Tensor right) => left.index_add_(0, rows, right, One.Value);

    /// <summary>left * factor.</summary>
    public static Tensor Times(this Tensor left, double factor) => With(factor, left.mul);

    /// <summary>left *= factor.</summary>
    public static Tensor MultiplyInPlace(this Tensor left, double factor) => With(factor, left.mul_);

    /// <summary>Whether each element differs from a number.</summary>
    public static Tensor IsNot(this Tensor left, long number)
    {
        using var scalar = number.ToScalar();
        return left.ne(scalar);
    }

    /// <summary>Any operation that takes a number.</summary>
    public static Tensor With(double number, Func<Scalar, Tensor> operation)
    {
        using var scalar = number.ToScalar();
        return operation(scalar);
    }
}
