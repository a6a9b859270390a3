using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator and one pool of threads in a process: tests side by side would draw each other's numbers, and variables of the environment are everybody's.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 2)]

namespace Weft.Tests.Support;

/// <summary>Beside the others run those that leave their work to other processes, and wait for these most of their time. They change nothing in this one.</summary>
internal static class OfOtherProcesses
{
    public const string Tests = "Tests of other processes";
}

/// <summary>Of what all threads together allocate, nothing may run beside.</summary>
[CollectionDefinition(Tests, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    internal const string Tests = "Tests alone in the process";
}
