namespace QSeq.Parquet;

/// <summary>The metadata of a message of Arrow, checked: that all it names lies within it or within the bytes that follow.</summary>
internal static class ArrowMessage
{
    private const int SchemaHeader = 1, DictionaryHeader = 2, BatchHeader = 3;
    private const int StructLength = 16; // of a node and of a buffer
    private const int MostDepth = 32; // of fields within fields
    private const long RowsInAnyBatch = 1 << 16; // may take no bytes at all, without values
    private const long RowsOfByte = 8;
    private const long MostPacked = 1000; // times smaller

    /// <summary>The bytes that follow a message.</summary>
    /// <param name="metadata">The message.</param>
    /// <param name="left">Bytes that there are; null where that is not known.</param>
    /// <param name="packed">Gets start and length of each packed buffer among them, which begins with its size unpacked.</param>
    /// <exception cref="InvalidDataException">The message is not what it says.</exception>
    public static long BodyLength(ReadOnlyMemory<byte> metadata, long? left, List<(long Start, long Length)> packed)
    {
        var message = new FlatTable(metadata, new FlatTable.Count(metadata.Length));
        long body = message.Long(3);
        if (body < 0 || body > left) throw new InvalidDataException($"a message announces {body} bytes and {left ?? 0} follow");
        message.Check(4, pair => Pair(pair));
        if (message.Table(2) is not { } header) throw new InvalidDataException("a message holds nothing");
        switch (message.Byte(1))
        {
            case SchemaHeader: Schema(header); break;
            case DictionaryHeader when header.Table(1) is { } batch: Batch(batch, body, packed); break;
            case BatchHeader: Batch(header, body, packed); break;
            default: throw new InvalidDataException($"a message is of kind {message.Byte(1)}");
        }

        return body;
    }

    private static void Schema(FlatTable schema)
    {
        schema.Check(1, field => Field(field, MostDepth));
        schema.Check(2, Pair);
        schema.Check(3, sizeof(long));
    }

    private static void Field(FlatTable field, int depth)
    {
        if (depth == 0) throw new InvalidDataException("fields stand within fields too often");
        field.Check(0, 1);
        if (field.Table(3) is { } type)
        {
            if (field.Byte(2) == 10) type.Check(1, 1); // the zone of a timestamp
            if (field.Byte(2) == 14) type.Check(1, sizeof(int)); // the ids of a union
        }

        if (field.Table(4) is { } dictionary) _ = dictionary.Table(1);
        field.Check(5, child => Field(child, depth - 1));
        field.Check(6, Pair);
    }

    private static void Batch(FlatTable batch, long body, List<(long Start, long Length)> packed)
    {
        bool isPacked = batch.Table(3) is not null;
        long most = RowsInAnyBatch + (RowsOfByte * (isPacked ? MostPacked : 1) * body), rows = batch.Long(0);
        if (rows < 0 || rows > most) throw new InvalidDataException($"a batch announces {rows} rows in {body} bytes");
        for (int n = 0, count = batch.Check(1, StructLength); n < count; n++)
        {
            (long length, long nulls) = batch.Pair(1, n);
            if (length < 0 || length > most || nulls < 0 || nulls > length) throw new InvalidDataException($"a column announces {length} values, {nulls} of them missing, in {body} bytes");
        }

        for (int n = 0, count = batch.Check(2, StructLength); n < count; n++)
        {
            (long start, long length) = batch.Pair(2, n);
            if (start < 0 || length < 0 || start > body || length > body - start) throw new InvalidDataException($"values lie from byte {start} on, {length} bytes, of {body}");
            if (isPacked && length > 0) packed.Add((start, length));
        }

        batch.Check(4, sizeof(long));
    }

    private static void Pair(FlatTable pair)
    {
        pair.Check(0, 1);
        pair.Check(1, 1);
    }
}
