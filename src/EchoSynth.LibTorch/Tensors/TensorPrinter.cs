using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>Writes the elements of a tensor out: rows one under another, the middle of long dimensions left out.</summary>
internal sealed class TensorPrinter(TensorStringStyle style, string format, int width, CultureInfo culture, string newLine)
{
    private const int Edge = 3;
    private readonly StringBuilder _text = new();
    private string[] _values = [];
    private int _column;

    internal string Print(torch.Tensor tensor)
    {
        var shape = tensor.shape;
        _values = Values(tensor);
        _column = _values.Length == 0 ? 0 : Math.Min(_values.Max(value => value.Length), width);
        var (open, close) = style == TensorStringStyle.CSharp ? ('{', '}') : ('[', ']');
        if (style != TensorStringStyle.Numpy)
            _text.Append(tensor.ToString()).Append(shape.Length == 0 ? ", value = " : newLine);
        Write(shape, 0, 0, open, close);
        return _text.ToString();
    }

    private void Write(long[] shape, int dim, long offset, char open, char close)
    {
        if (dim == shape.Length)
        {
            _text.Append(shape.Length == 0 ? _values[0] : _values[offset].PadLeft(_column));
            return;
        }

        long stride = 1;
        for (var i = dim + 1; i < shape.Length; i++)
            stride *= shape[i];
        var innermost = dim == shape.Length - 1;
        _text.Append(open);
        for (long i = 0; i < shape[dim]; i++)
        {
            if (i > 0)
                Separate(dim, innermost);
            if (shape[dim] > 2 * Edge && i == Edge)
            {
                _text.Append("...");
                Separate(dim, innermost);
                i = shape[dim] - Edge;
            }

            Write(shape, dim + 1, offset + i * stride, open, close);
        }

        _text.Append(close);
    }

    private void Separate(int dim, bool innermost)
    {
        _text.Append(style == TensorStringStyle.Julia ? " " : innermost ? ", " : ",");
        if (!innermost)
            _text.Append(newLine).Append(' ', dim + 1);
    }

    private string[] Values(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.dtype switch
        {
            torch.ScalarType.Bool => Array.ConvertAll(tensor.data<bool>().ToArray(), value => value.ToString()),
            torch.ScalarType.ComplexFloat32 or torch.ScalarType.ComplexFloat64 =>
                Array.ConvertAll(
                    tensor.to(torch.ScalarType.ComplexFloat64).data<System.Numerics.Complex>().ToArray(),
                    value => $"{value.Real.ToString(format, culture)}{value.Imaginary.ToString("+" + format + ";-" + format, culture)}i"),
            var type when torch.is_integral(type) =>
                Array.ConvertAll(tensor.to(torch.ScalarType.Int64).data<long>().ToArray(), value => value.ToString(culture)),
            torch.ScalarType.Float64 => Array.ConvertAll(tensor.data<double>().ToArray(), value => value.ToString(format, culture)),
            _ => Array.ConvertAll(tensor.to(torch.ScalarType.Float32).data<float>().ToArray(), value => value.ToString(format, culture)),
        };
    }
}
