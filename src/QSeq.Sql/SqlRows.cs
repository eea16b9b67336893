using System.Collections;
using System.Data.Common;

namespace QSeq.Sql;

/// <summary>The rows of an answer, one in memory at a time.</summary>
internal sealed class SqlRows : RowSource
{
    public const int LongestQuery = 200; // characters shown

    private readonly DbDataReader _reader;
    private readonly Action? _free;
    private readonly CancellationToken _stop;
    private readonly List<int> _places = [];
    private readonly List<string> _columns = [];
    private readonly List<string> _leftOut = [];
    private readonly bool[] _isDay;
    private readonly object[] _row;
    private bool _isFirst = true; // its values are in _row already
    private long _rows; // given

    public SqlRows(DbDataReader reader, string name, string origin, Action? free, CancellationToken cancellationToken)
    {
        (_reader, Name, Origin, _free, _stop) = (reader, name, origin, free, cancellationToken);
        int count = Guarded(name, cancellationToken, () => reader.FieldCount);
        if (count == 0) throw BadData.In(name, "the statement answers without rows; ask with select");
        _row = new object[count];
        _isDay = new bool[count];
        if (!Guarded(name, cancellationToken, Next)) throw BadData.In(name, "the query was answered with no row; expected a row a time step");
        for (int n = 0; n < count; n++)
        {
            int place = n;
            (string column, Type type, string typeName) = Guarded(name, cancellationToken, () => (reader.GetName(place), reader.GetFieldType(place), reader.GetDataTypeName(place)));
            _isDay[n] = typeName.Equals("date", StringComparison.OrdinalIgnoreCase);
            Type found = _row[n] is DBNull ? type : _row[n].GetType();
            if (found == typeof(byte[])) _leftOut.Add($"'{column}' holds bytes and was left out");
            else if (found != typeof(string) && typeof(IEnumerable).IsAssignableFrom(found)) _leftOut.Add($"'{column}' holds lists and was left out");
            else _places.Add(n);
        }

        if (_places.Count == 0) throw BadData.In(name, "the answer has no column of numbers, text or times");
        _columns.AddRange(_places.Select(reader.GetName));
    }

    public override string Name { get; }

    public override string Origin { get; }

    public override IReadOnlyList<string> Columns => _columns;

    public override IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Does work of a provider, whose exceptions become those that are told here.</summary>
    public static T Guarded<T>(string name, CancellationToken cancellationToken, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is DbException or OperationCanceledException or IOException or InvalidOperationException)
        {
            throw new OperationCanceledException("cancelled", e, cancellationToken);
        }
        catch (DbException e)
        {
            throw BadData.In(name, $"the data base says: {ErrorText.Of(e)}");
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw BadData.In(name, $"a value of the answer cannot be read ({ErrorText.Of(e)}); convert it in the query, such as with cast(x as double precision)");
        }
    }

    public override bool Write(RowText row, CancellationToken cancellationToken)
    {
        if (_isFirst) _isFirst = false;
        else if (!Guarded(Name, _stop, Next)) return false;
        foreach (int place in _places)
        {
            try
            {
                Write(row, place);
            }
            catch (InvalidDataException e)
            {
                throw BadData.At(Name, _rows + 2, _reader.GetName(place), ErrorText.Of(e));
            }
        }

        _rows++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _free?.Invoke();
    }

    private bool Next()
    {
        if (!_reader.Read()) return false;
        for (int n = 0; n < _row.Length; n++) _row[n] = _reader.GetValue(n); // in order, as sequential access wants it
        return true;
    }

    private void Write(RowText row, int place)
    {
        switch (_row[place])
        {
            case DBNull: row.Null(); break;
            case double value: row.Number(value); break;
            case float value: row.Number((double)value); break;
            case long value: row.Number(value); break;
            case int value: row.Number((long)value); break;
            case short value: row.Number((long)value); break;
            case sbyte value: row.Number((long)value); break;
            case byte value: row.Number((long)value); break;
            case ushort value: row.Number((long)value); break;
            case uint value: row.Number((long)value); break;
            case ulong value: row.Number(value); break;
            case decimal value: row.Number(value); break;
            case bool value: row.Flag(value); break;
            case string value: row.Text(value); break;
            case DateTime value when value == DateTime.MinValue || value == DateTime.MaxValue: throw Infinite();
            case DateOnly value when value == DateOnly.MinValue || value == DateOnly.MaxValue: throw Infinite();
            case DateTime value when _isDay[place]: row.Day(DateOnly.FromDateTime(value)); break;
            case DateTime value: row.Time(value); break;
            case DateTimeOffset value: row.Time(value); break;
            case DateOnly value: row.Day(value); break;
            case TimeOnly value: row.Clock(value); break;
            case byte[] value: row.Text(string.Create(CultureInfo.InvariantCulture, $"({value.Length} bytes)")); break;
            case IFormattable value: row.Text(value.ToString(null, CultureInfo.InvariantCulture)); break;
            default: row.Text(_row[place].ToString()); break;
        }
    }

    // What PostgreSQL's infinity is given as.
    private static InvalidDataException Infinite() => new("found an infinite time, or the first or last of all; leave such rows out in the query");
}
