using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>
/// The greatest singular values of a large table, from the eigenvalues of its smaller Gram matrix, which is never formed.
/// </summary>
/// <remarks>
/// C. Lanczos, "An iteration method for the solution of the eigenvalue problem", 1950. Each new vector is made orthogonal to all before
/// it, twice (W. Kahan's rule, in B. N. Parlett, "The Symmetric Eigenvalue Problem", 1980, section 6-9): without that, found eigenvalues
/// come back as copies.
/// </remarks>
internal sealed class LanczosSvd
{
    private const double Tolerance = 1e-12;

    private readonly SparseRows _table;
    private readonly List<double[]> _basis = [];
    private readonly List<double> _diagonal = [];
    private readonly List<double> _offDiagonal = [];
    private readonly SeededRandom _random = new(0);
    private double[] _next;

    private LanczosSvd(SparseRows table)
    {
        _table = table;
        _next = FreshDirection();
    }

    public static SingularValues Decompose(DenseMatrix table, int rank)
    {
        if (table.Rows <= table.Columns)
            return new LanczosSvd(new SparseRows(table)).Find(rank);
        var turned = new LanczosSvd(new SparseRows(SingularVectors.Transposed(table))).Find(rank);
        return new SingularValues(turned.Right, turned.Values, turned.Left);
    }

    private SingularValues Find(int rank)
    {
        var steps = Math.Min(_table.Rows, (3 * rank) + 20);
        while (true)
        {
            while (_basis.Count < steps)
                Step();
            // The projection on the basis is small, symmetric and positive: its singular values are its eigenvalues.
            var small = RotationSvd.Decompose(Projection(), rank);
            if (steps == _table.Rows || IsDone(small))
                return ToSingularValues(small, rank);
            steps = Math.Min(_table.Rows, steps + (steps / 2));
        }
    }

    private void Step()
    {
        var direction = _next;
        _basis.Add(direction);
        var image = _table.Gram(direction);
        _diagonal.Add(Kernels.Dot(image, direction));
        Clear(image);
        var length = Math.Sqrt(Kernels.Dot(image, image));
        // Nothing is left: the basis is closed, and what remains of the space starts from another direction.
        if (length <= 1e-13 * _diagonal.Max())
        {
            _offDiagonal.Add(0);
            _next = _basis.Count < _table.Rows ? FreshDirection() : [];
            return;
        }
        _offDiagonal.Add(length);
        _next = Array.ConvertAll(image, value => value / length);
    }

    private double[] FreshDirection()
    {
        var direction = new double[_table.Rows];
        foreach (ref var value in direction.AsSpan())
            value = _random.NextDouble() - 0.5;
        Clear(direction);
        var length = Math.Sqrt(Kernels.Dot(direction, direction));
        return Array.ConvertAll(direction, value => value / length);
    }

    private void Clear(double[] vector)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var known in _basis)
                Kernels.AddScaled(known, -Kernels.Dot(known, vector), vector);
        }
    }

    private DenseMatrix Projection()
    {
        var projection = new DenseMatrix(_basis.Count, _basis.Count);
        for (var i = 0; i < _basis.Count; i++)
        {
            projection.Row(i)[i] = _diagonal[i];
            if (i > 0)
                projection.Row(i)[i - 1] = projection.Row(i - 1)[i] = _offDiagonal[i - 1];
        }
        return projection;
    }

    /// <summary>Whether what the newest step leaves out of each vector is negligible.</summary>
    private bool IsDone(SingularValues small)
    {
        var last = small.Right.Row(_basis.Count - 1);
        return _offDiagonal[^1] * Kernels.MaxAbsolute(last) <= Tolerance * small.Values[0];
    }

    private SingularValues ToSingularValues(SingularValues small, int rank)
    {
        var (left, right) = (new DenseMatrix(rank, _table.Rows), new DenseMatrix(rank, _table.Columns));
        var values = new double[rank];
        for (var k = 0; k < rank; k++)
        {
            for (var i = 0; i < _basis.Count; i++)
                Kernels.AddScaled(_basis[i], small.Right[i, k], left.Row(k));
            _table.AddCombination(left.Row(k), right.Row(k));
            values[k] = Math.Sqrt(Kernels.Dot(right.Row(k), right.Row(k)));
            foreach (ref var value in right.Row(k))
                value = values[k] > 0 ? value / values[k] : 0;
        }
        return new SingularValues(SingularVectors.Transposed(left), [.. values], SingularVectors.Transposed(right));
    }
}
