using Xunit.Sdk;
using Xunit.v3;

// LibTorch has one random generator and one pool of threads in a process: tests side by side would draw each other's numbers.
[assembly: Parallelization(Mode = ParallelMode.None)]
