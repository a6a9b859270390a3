namespace Weft.Runtime;

/// <summary>LibTorch cannot be used on this machine; the message tells the user why and what to do.</summary>
public sealed class TorchRuntimeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="cause">The error underneath, when there is one.</param>
    internal TorchRuntimeException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
