namespace Weft.Workers;

/// <summary>Workers cannot go on together: one has ended, stands still, or does something else than the others. Nothing more can be sent.</summary>
/// <param name="message">One or two lines that name the workers.</param>
internal sealed class WorkersLostException(string message) : IOException(message);
