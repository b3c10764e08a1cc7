using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen;

/// <summary>
/// Arranges the boxes of a diagram in rows with all arrows pointing down (layered drawing, Sugiyama et al. 1981): rows by the longest path,
/// a free place in each row that an arrow crosses, the order within a row by the mean position of the neighbours, and boxes as close to
/// their neighbours as possible.
/// </summary>
internal sealed class DiagramLayout
{
    private const double ColumnGap = 36;
    private const int Sweeps = 24;

    private readonly List<List<Place>> _rows = [];

    private DiagramLayout(Diagram diagram, Func<int, (double Width, double Height)> measure, double rowGap)
    {
        Places = Enumerable.Range(0, diagram.Nodes.Count).Select(node => new Place(measure(node))).ToList();
        Rank(diagram);
        Routes = diagram.Edges.Select(Route).ToList();
        foreach (var row in Places.Concat(Routes.SelectMany(route => route.Skip(1).SkipLast(1))).GroupBy(place => place.Row)
            .OrderBy(row => row.Key))
        {
            _rows.Add([.. row]);
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Order(sweep % 2 == 0);
        }

        Spread();
        Stack(rowGap);
    }

    /// <summary>The place of each box.</summary>
    public List<Place> Places { get; }

    /// <summary>The route of each arrow: its boxes and the free places between them.</summary>
    public List<List<Place>> Routes { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    public static DiagramLayout Of(Diagram diagram, Func<int, (double Width, double Height)> measure, double rowGap) =>
        new(diagram, measure, rowGap);

    private void Rank(Diagram diagram)
    {
        // Arrows point from earlier boxes to later ones.
        foreach (var edge in diagram.Edges.OrderBy(edge => edge.From))
        {
            Places[edge.To].Row = Math.Max(Places[edge.To].Row, Places[edge.From].Row + 1);
        }

        // An input is in the row above the first box that reads it.
        for (var i = 0; i < Places.Count; i++)
        {
            var readers = diagram.Edges.Where(edge => edge.From == i).Select(edge => Places[edge.To].Row).ToList();
            if (diagram.Nodes[i].Kind == DiagramNodeKind.Input && readers.Count > 0)
            {
                Places[i].Row = readers.Min() - 1;
            }
        }
    }

    private List<Place> Route(DiagramEdge edge)
    {
        var route = new List<Place> { Places[edge.From] };
        for (var row = Places[edge.From].Row + 1; row < Places[edge.To].Row; row++)
        {
            route.Add(new Place((8, 0)) { Row = row });
        }

        route.Add(Places[edge.To]);
        for (var i = 1; i < route.Count; i++)
        {
            route[i - 1].Below.Add(route[i]);
            route[i].Above.Add(route[i - 1]);
        }

        return route;
    }

    private void Order(bool isDownwards)
    {
        foreach (var row in isDownwards ? _rows : Enumerable.Reverse(_rows))
        {
            var keys = row.ToDictionary(place => place, place =>
            {
                var neighbours = isDownwards ? place.Above : place.Below;
                return neighbours.Count == 0 ? place.Position : neighbours.Average(neighbour => neighbour.Position);
            });
            var sorted = row.OrderBy(place => keys[place]).ToList();
            row.Clear();
            row.AddRange(sorted);
            for (var i = 0; i < row.Count; i++)
            {
                row[i].Position = i - ((row.Count - 1) / 2.0);
            }
        }
    }

    private void Spread()
    {
        foreach (var row in _rows)
        {
            var width = row.Sum(place => place.Width) + (ColumnGap * (row.Count - 1));
            var x = -width / 2;
            foreach (var place in row)
            {
                place.X = x + (place.Width / 2);
                x += place.Width + ColumnGap;
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var row in sweep % 2 == 0 ? _rows : Enumerable.Reverse(_rows))
            {
                Settle(row);
            }
        }

        var left = Places.Concat(Routes.SelectMany(route => route)).Min(place => place.X - (place.Width / 2));
        foreach (var place in _rows.SelectMany(row => row))
        {
            place.X -= left;
        }

        Width = _rows.SelectMany(row => row).Max(place => place.X + (place.Width / 2));
    }

    // Moves each place to the mean position of its neighbours, as far as the other places of the row allow: the mean of the leftmost and
    // the rightmost solution.
    private static void Settle(List<Place> row)
    {
        var wanted = row.Select(place => place.Above.Concat(place.Below).Select(neighbour => neighbour.X).DefaultIfEmpty(place.X).Average())
            .ToArray();
        var fromLeft = new double[row.Count];
        var fromRight = new double[row.Count];
        for (var i = 0; i < row.Count; i++)
        {
            fromLeft[i] = i == 0 ? wanted[i] : Math.Max(wanted[i], fromLeft[i - 1] + Distance(row[i - 1], row[i]));
        }

        for (var i = row.Count - 1; i >= 0; i--)
        {
            fromRight[i] = i == row.Count - 1 ? wanted[i] : Math.Min(wanted[i], fromRight[i + 1] - Distance(row[i], row[i + 1]));
        }

        for (var i = 0; i < row.Count; i++)
        {
            row[i].X = (fromLeft[i] + fromRight[i]) / 2;
        }
    }

    private static double Distance(Place left, Place right) => ((left.Width + right.Width) / 2) + ColumnGap;

    private void Stack(double rowGap)
    {
        var y = 0.0;
        foreach (var row in _rows)
        {
            var height = row.Max(place => place.Height);
            foreach (var place in row)
            {
                place.Y = y + ((height - place.Height) / 2);
                place.RowTop = y;
                place.RowBottom = y + height;
            }

            y += height + rowGap;
        }

        Height = y - rowGap;
    }

    /// <summary>A box, or the free place of an arrow in a row that it crosses.</summary>
    internal sealed class Place((double Width, double Height) size)
    {
        public double Width { get; } = size.Width;

        public double Height { get; } = size.Height;

        public int Row { get; set; }

        /// <summary>The position in the row, counted from the middle.</summary>
        public double Position { get; set; }

        /// <summary>The horizontal centre.</summary>
        public double X { get; set; }

        /// <summary>The top edge.</summary>
        public double Y { get; set; }

        public double RowTop { get; set; }

        public double RowBottom { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
