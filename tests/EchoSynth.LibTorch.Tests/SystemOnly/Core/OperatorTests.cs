using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Tests.SystemOnly.Core;

public class OperatorTests
{
    /// <summary>What libtorch has from 2.0 on; where it is used, there is another way for an older one.</summary>
    private static readonly string[] s_later = ["aten::scaled_dot_product_attention"];

    /// <summary>A spelling mistake in an operator's name would otherwise show only where the operator is used.</summary>
    [Fact]
    public void Every_operator_that_is_named_exists()
    {
        var missing = typeof(Op).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(Op))
            .Select(field => (Op)field.GetValue(null)!)
            .Where(op => !op.Exists)
            .Select(op => op.Name)
            .Except(s_later);
        Assert.Empty(missing);
    }

    [Fact]
    public void A_failed_operator_is_named_and_the_process_lives_on()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        AssertFails("aten::mm", () => x.mm(zeros(2, 3)));
        AssertFails("aten::matmul", () => x.matmul(zeros(2, 3)));
        AssertFails("aten::bmm", () => x.bmm(x));
        AssertFails("aten::add", () => x.add(zeros(4)));
        var conv2d = new Op("aten::conv2d");
        AssertFails("aten::conv2d", () => conv2d.Call(zeros(1, 3, 8, 8), zeros(4, 2, 3, 3)));
        AssertFails("aten::conv2d", () => conv2d.Call(zeros(1), zeros(4, 2, 3, 3), Arg.None, new long[] { 1, 1, 1, 1, 1 }));
        Assert.Equal(4f, (ones(2, 2).mm(ones(2, 2)).sum() / 2).item<float>());
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_told()
    {
        using var x = zeros(1);
        var error = Assert.Throws<ExternalException>(() => new Op("aten::no_such_thing").Call(x));
        Assert.Contains("aten::no_such_thing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_checked_against_the_schema()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        var sum = new Op("aten::sum", "dim_IntList");
        Assert.Contains("'dim'", Assert.Throws<ExternalException>(() => sum.Call(x, "text")).Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => sum.Call(x, 0, true, Arg.None, 1));
        Assert.Throws<ExternalException>(() => new Op("aten::relu").Call());
        Assert.Throws<ExternalException>(() => new Op("aten::relu").Call(Arg.Default));
        Assert.Throws<InvalidOperationException>(() => new Op("aten::aminmax").Call3(x));
    }

    [Fact]
    public void Lists_numbers_and_defaults_are_filled_in()
    {
        using var scope = NewDisposeScope();
        var image = ones(1, 1, 8, 8);
        var kernel = ones(1, 1, 3, 3);
        var conv2d = new Op("aten::conv2d");
        Assert.Equal([1, 1, 6, 6], conv2d.Call(image, kernel).shape);
        Assert.Equal([1, 1, 8, 8], conv2d.Call(image, kernel, Arg.None, 1, 1).shape);
        Assert.Equal([1, 1, 4, 4], conv2d.Call(image, kernel, Arg.None, new long[] { 2, 2 }, 1).shape);
    }

    [Fact]
    public void A_list_too_long_for_the_stack_goes_through()
    {
        using var scope = NewDisposeScope();
        var parts = Enumerable.Range(0, 500).Select(i => tensor(i).view(1)).ToArray();
        Assert.Equal(500 * 499 / 2, cat(parts).sum().item<long>());
        Assert.Equal(500, cat(parts).split(Enumerable.Repeat(1L, 500).ToArray()).Length);
    }

    [Fact]
    public void A_disposed_tensor_is_an_error_and_not_a_crash()
    {
        var x = zeros(2);
        x.Dispose();
        Assert.Throws<InvalidOperationException>(() => x + 1);
        Assert.Throws<InvalidOperationException>(() => x.shape);
        Assert.Throws<InvalidOperationException>(() => cat([x, x]));
        Assert.Throws<InvalidOperationException>(() => x.backward());
    }

    [Fact]
    public void Native_memory_does_not_grow_with_calls()
    {
        using var scope = NewDisposeScope();
        var x = randn(256, 256, requires_grad: true);
        Work(20);
        var before = ResidentBytes();
        Work(300);
        Assert.InRange(ResidentBytes() - before, long.MinValue, 40L << 20);

        void Work(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var inner = NewDisposeScope();
                var first = autograd.grad([(x.mm(x).tanh() * x[TensorIndex.Ellipsis, TensorIndex.None, 0]).sum()], [x], retain_graph: true, create_graph: true)[0];
                first.square().sum().backward();
                x.grad!.zero_();
                Assert.ThrowsAny<Exception>(() => x.mm(ones(3)));
                cat(x.chunk(4)).clamp(0, 1).to(bfloat16).sum();
            }
        }
    }

    private static long ResidentBytes()
    {
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        GC.WaitForPendingFinalizers();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void AssertFails(string name, Func<Tensor> call)
    {
        var error = Assert.Throws<ExternalException>(() => call());
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
    }
}
