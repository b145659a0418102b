// libtorch fills all cores by itself, and the leak tests measure the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
