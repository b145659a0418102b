using Xunit;

// Counts of live tensors, thread counts and the global generator belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
